# What each program's database account may do: exactly what the statements it contains do, no more. The build asks each program
# for its statements (nm), so nobody keeps this list by hand and it is never out of date.
#
#   awk -f sql/grants.awk USED sql/schema/*.sql build/gen/q_*.txt >grants.sql      USED has lines "program statement"
#
# Apply with the database as default: mariadb musubi <grants.sql. On a real server the system user of a program's name signs in by
# unix_socket; for a remote server make the accounts beforehand with the password and host of your choice.

# A right on a table is wanted for a statement. The rights of a statement are kept as "table:RIGHT" words.
function want(table, right) {
    gsub(/`/, "", table)
    if (table in tables)
        wants[statement] = wants[statement] " " table ":" right
}

# Words of a statement without texts in quotes and punctuation that hides table names.
function words_of(text, words) {
    gsub(/'[^']*'/, "''", text)
    gsub(/\[[a-z_]+:/, " ", text)
    gsub(/[][(),;]/, " & ", text)
    return split(text, words, /[ \t\n]+/)
}

function end_statement(    n, i, w, verb, before, first) {
    n = words_of(body, w)
    for (i = 1; i <= n; i++) {
        before = toupper(w[i - 1])
        if (toupper(w[i]) ~ /^(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH)$/ && verb == "") {
            verb = toupper(w[i])
            first = i
        }
        if (before == "FROM" || before == "JOIN" || before == "STRAIGHT_JOIN")
            want(w[i], "SELECT")
        if (before == "INTO") {
            want(w[i], "INSERT")
            into = w[i]
            if (verb == "REPLACE")
                want(w[i], "DELETE")
        }
        if (before == "UPDATE" && i == first + 1) {
            want(w[i], "UPDATE")
            want(w[i], "SELECT")
        }
        if (before == "UPDATE" && toupper(w[i - 2]) == "KEY") {
            want(into, "UPDATE")
            want(into, "SELECT")
        }
        if (verb == "UPDATE" && before ~ /(FROM|JOIN|UPDATE)$/ && w[i + 1] ~ /^[a-z]+$/)
            named[w[i + 1]] = w[i]
        if (verb == "UPDATE" && (before == "SET" || before == ",") && w[i + 1] == "=" && split(w[i], path, ".") == 2)
            want(named[path[1]], "UPDATE")
        if (before == "DELETE" || before == "FROM" && toupper(w[i - 2]) == "DELETE") {
            want(w[i], "DELETE")
            want(w[i], "SELECT")
        }
        if (toupper(w[i]) == "RETURNING")
            want(into, "SELECT")
    }
    body = statement = into = ""
    delete named
}

FILENAME == ARGV[1] {
    used[$1] = used[$1] " " $2
    next
}
FILENAME ~ /schema\// {
    if ($1 == "CREATE" && $2 == "TABLE") {
        name = $3
        gsub(/[`(]/, "", name)
        tables[name] = 1
    }
    next
}
# a statement with its name before it, as sql/gen.awk writes them
{
    statement = $1
    body = substr($0, length($1) + 2)
    end_statement()
}
END {
    print "-- Made by sql/grants.awk from the statements in each program."
    m = asorti(used, programs)
    for (p = 1; p <= m; p++)
        grants_of(programs[p])
}

function grants_of(program,    n, i, k, s, w, pair, rights, names, account) {
    account = "'musubi_" program "'@localhost"
    printf "\nCREATE USER IF NOT EXISTS %s IDENTIFIED VIA unix_socket;\n", account
    printf "REVOKE ALL PRIVILEGES, GRANT OPTION FROM %s;\n", account
    n = split(used[program], s, " ")
    for (i = 1; i <= n; i++) {
        k = split(wants[s[i]], w, " ")
        for (; k > 0; k--) {
            split(w[k], pair, ":")
            if (index(" " rights[pair[1]] ",", " " pair[2] ",") == 0)
                rights[pair[1]] = rights[pair[1]] (rights[pair[1]] == "" ? "" : ", ") pair[2]
        }
    }
    n = asorti(rights, names)
    for (i = 1; i <= n; i++)
        printf "GRANT %s ON `%s` TO %s;\n", rights[names[i]], names[i], account
}
