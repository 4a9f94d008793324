# Fills in @NAME@ from the environment; a line with @AREA@ or @DAEMON@ is repeated for each program named in AREAS or DAEMONS.
#   AREAS='account crm' RUN=/run/musubi awk -f conf/fill.awk conf/nginx/musubi.conf
function repeat(line, mark, list,    n, i, all, one) {
    n = split(list, all, /[ \n]+/)
    for (i = 1; i <= n; i++) {
        one = line
        gsub(mark, all[i], one)
        if (all[i] != "")
            print one
    }
}
{
    while (match($0, /@(VAR|RUN|SHARE|PORT|MAX_BODY|PREFIX|USER)@/)) {
        name = substr($0, RSTART + 1, RLENGTH - 2)
        $0 = substr($0, 1, RSTART - 1) ENVIRON[name == "USER" ? "USER_LINE" : name] substr($0, RSTART + RLENGTH)
    }
}
/@AREA@/ { repeat($0, "@AREA@", ENVIRON["AREAS"]); next }
/@DAEMON@/ { repeat($0, "@DAEMON@", ENVIRON["DAEMONS"]); next }
{ print }
