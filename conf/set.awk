# Prints a configuration file with other values. Settings come in the environment, one a line, as they stand in the file:
#   SET='http.secure_cookies = false' awk -f conf/set.awk conf/musubi.conf
BEGIN {
    n = split(ENVIRON["SET"], lines, "\n")
    for (i = 1; i <= n; i++) {
        if (lines[i] ~ /^[ \t]*$/)
            continue
        name = lines[i]
        sub(/[ \t]*=.*/, "", name)
        value = lines[i]
        sub(/^[^=]*=[ \t]*/, "", value)
        set[name] = value
    }
}
/^[a-z]+: \{/ {
    group = substr($1, 1, length($1) - 1)
}
/^  [a-z_0-9]+ = / {
    name = group "." $1
    if (name in set) {
        print "  " $1 " = " set[name] ";"
        delete set[name]
        next
    }
}
{ print }
END {
    for (name in set) {
        print "unknown key " name >"/dev/stderr"
        bad = 1
    }
    exit bad
}
