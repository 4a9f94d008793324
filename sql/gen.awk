# Turns the named statements of sql/query/<area>.sql into typed C: <out>.h and <out>.c; resume_rename becomes q_resume_rename().
# <out>.txt has their names and texts for sql/grants.awk.
#
#   awk -v area=crm -v out=build/gen/q_crm -f sql/scope.awk -f sql/gen.awk sql/schema/*.sql sql/query/crm.sql
#
# A statement:
#   -- resume_rename(id u64, name text) -> exec1
#   UPDATE resume SET name = :name, updated_at = :now WHERE org_id = :org AND id = :id;
#
# A long head line goes on in lines that begin with -- and end with a comma but for the last.
# Types: u64 i64 text blob16 blob32, and bytes (struct db_bytes); with ? the value may be NULL (numbers are then pointers).
# Results: one maybe many list exec exec1 insert bulk (see enum db_kind in lib/db/db.h).
# :org :actor :now are bound from the session. @datetime(x) and @date(x) show a UTC time in Asia/Tokyo, @day(x) a DATE.
# [param: text] is left out when the optional parameter is NULL (in a list also when it is empty).
# A list has no ORDER BY and no LIMIT; FROM begins a line; sorts follow its head line, the first is the default:
#   -- sort updated: r.updated_at desc, r.id desc using resume_updated      ({index} in the text takes the hint)
# -- part NAME begins a text that ends with ; and stands for {NAME} in the statements after it.
# More than four parameters, and those of a list, are passed as struct q_NAME_args, the rows of a bulk as struct q_NAME_row. More than 48
# are refused; so are SELECT * and a parameter that is not used.
# Every table with an org_id, each alias of it, is tied to :org, by a condition or as the value of an INSERT, unless below the head line
# stands -- unscoped: reason, -- published: reason or -- party: TABLE. sql/scope.awk has the rules. Other lines with -- are comments.

BEGIN {
    max_params = 48 # DB_MAX_PARAMS of lib/db/db.h; what is made does not compile with another one
    max_plain = 4   # more are passed by name
}

# what: an expression for what is wrong, to say the line and column of; else it is the line that was read last
function fail(msg, what,    at, place) {
    place = FNR
    for (at = head; what != "" && at <= FNR; at++)
        if (match(line[at], what)) {
            place = at ":" RSTART
            break
        }
    print FILENAME ":" place ": " (name != "" ? name ": " : "") msg > "/dev/stderr"
    bad = 1
    exit 1
}

function c_string(s) {
    gsub(/\\/, "\\\\", s)
    gsub(/"/, "\\\"", s)
    gsub(/[ \t\n]+/, " ", s)
    return "\"" s "\""
}

function macro(s, word, head, tail,    at, depth, i, c, arg) {
    while ((at = index(s, "@" word "("))) {
        depth = 1
        for (i = at + length(word) + 2; i <= length(s) && depth; i++) {
            c = substr(s, i, 1)
            if (c == "(") depth++
            if (c == ")") depth--
        }
        arg = substr(s, at + length(word) + 2, i - at - length(word) - 3)
        if (word == "day")
            arg = "IF(" arg "='0001-01-01','',DATE_FORMAT(" arg ",'%Y/%m/%d'))"
        else
            arg = head arg tail
        s = substr(s, 1, at - 1) arg substr(s, i)
    }
    return s
}

function with_parts(s, except,    p, i) {
    for (p in parts)
        while (p != except && (i = index(s, "{" p "}"))) s = substr(s, 1, i - 1) parts[p] substr(s, i + length(p) + 2)
    return s
}

# tables with an org_id column
FILENAME ~ /schema\// {
    if ($1 ~ /^(CREATE|ALTER)$/ && $2 == "TABLE") {
        table = $3
        gsub(/[`(]/, "", table)
    }
    if ($1 == "org_id" || /^[^'-]* ADD (COLUMN )?`?org_id /)
        tenant[table] = 1
    if (sub(/^ *-- published: /, ""))
        publishes[table] = $0
    next
}

{ line[FNR] = $0 }

# a long head goes on in further lines with --, each up to a comma
begun != "" {
    sub(/^-- +/, "")
    $0 = begun " " $0
    begun = ""
    if (!/\) -> [a-z0-9]+$/ && !/,$/) fail("a head without end")
}
/^-- [a-z][a-z0-9_]*\([a-z0-9_?, ]*,$/ { begun = $0; next }

/^-- [a-z][a-z0-9_]*\(.*\) -> / {
    if (name != "") fail("statement before has no ; at the end of a line")
    head = FNR
    name = $2
    sub(/\(.*/, "", name)
    if (name in seen) fail("named twice")
    seen[name] = 1
    kind = $NF
    if (kind !~ /^(one|maybe|many|list|exec|exec1|insert|bulk)$/) fail("unknown result " kind)
    args = $0
    sub(/^[^(]*\(/, "", args)
    sub(/\) -> [a-z0-9]+$/, "", args)
    np = split(args, part, /, */)
    if (args ~ /^ *$/) np = 0
    if (np > max_params) fail(np " parameters, at most " max_params)
    for (i = 1; i <= np; i++) {
        split(part[i], w, " ")
        pname[i] = w[1]
        ptype[i] = w[2]
        opt[i] = sub(/\?$/, "", ptype[i])
        if (ptype[i] !~ /^(u64|i64|text|bytes|blob16|blob32)$/) fail("unknown type " ptype[i])
        if (w[1] ~ /^(org|actor|now)$/) fail(w[1] " is bound by itself")
        pindex[w[1]] = i - 1
        pused[i] = 0
    }
    sql = party = ""
    unscoped = published = nsort = 0
    next
}

name == "" && /^-- part [a-z_]+$/ { part_name = $3; parts[part_name] = ""; next }

part_name != "" {
    end = sub(/;[ \t]*$/, "")
    parts[part_name] = parts[part_name] "\n" $0
    if (end) {
        parts[part_name] = with_parts(parts[part_name], part_name)
        part_name = ""
    }
    next
}

name != "" && /^-- unscoped: ./ { unscoped = 1; next }
name != "" && /^-- published: ./ { published = 1; next }
name != "" && /^-- party: [a-z_]+$/ { party = $3; next }

name != "" && /^-- sort / {
    keys = $0
    sub(/^-- sort /, "", keys)
    nsort++
    sort_name[nsort] = substr(keys, 1, index(keys, ":") - 1)
    keys = substr(keys, index(keys, ":") + 1)
    sort_index[nsort] = ""
    if (match(keys, / using [a-z_]+ *$/)) {
        sort_index[nsort] = substr(keys, RSTART + 7, RLENGTH - 7)
        gsub(/ /, "", sort_index[nsort])
        keys = substr(keys, 1, RSTART - 1)
    }
    sort_keys[nsort] = keys
    next
}

name != "" && /^ *--/ { next }

name != "" {
    end = sub(/;[ \t]*$/, "")
    sql = sql (sql == "" ? "" : "\n") $0
    if (end) finish()
}

# one piece of text: parameters become ?, their indices go to binds
function piece(when, s,    o, n, p, before) {
    if (s == "") return
    o = ""
    n = 0
    while (match(s, /:[a-z][a-z0-9_]*/)) {
        before = RSTART > 1 ? substr(s, RSTART - 1, 1) : ""
        p = substr(s, RSTART + 1, RLENGTH - 1)
        o = o substr(s, 1, RSTART - 1)
        if (p == "org") { binds = binds "DB_P_ORG, "; has_org = 1 }
        else if (p == "actor") binds = binds "DB_P_ACTOR, "
        else if (p == "now") binds = binds "DB_P_NOW, "
        else if (p in pindex) { binds = binds pindex[p] ", "; pused[pindex[p] + 1] = 1 }
        else fail("unknown parameter :" p, ":" p "\\>")
        o = o "?"
        n++
        s = substr(s, RSTART + RLENGTH)
    }
    o = o s
    pieces = pieces "    {" when ", " c_string(o) ", " n "},\n"
}

function checks(    flat) {
    flat = sql
    gsub(/[ \t\n]+/, " ", flat)
    if (flat ~ /SELECT \*/ || flat ~ /[a-z]\.\*/) fail("SELECT * is refused: name the columns", "\\*")
    if (!unscoped) scope_check(sql)
    print name "\t" flat > (out ".txt")
}

function ctype(i) {
    if (ptype[i] == "u64") return opt[i] ? "const uint64_t *" : "uint64_t "
    if (ptype[i] == "i64") return opt[i] ? "const int64_t *" : "int64_t "
    if (ptype[i] == "bytes") return "const struct db_bytes *"
    return ptype[i] == "text" ? "const char *" : "const unsigned char *"
}

function value(i, e,    v) {
    if (ptype[i] ~ /64$/)
        return opt[i] ? "{.null = !" e ", .u64 = " e " ? (uint64_t)*" e " : 0}" : "DB_VAL_U64(" e ")"
    if (ptype[i] == "text") {
        if (kind == "list" && opt[i])
            return "{.null = !" e " || !*" e ", .bytes = " e ", .len = " e " ? strlen(" e ") : 0}"
        return "DB_VAL_TEXT(" e ")"
    }
    if (ptype[i] == "bytes")
        return "{.null = !" e ", .bytes = " e " ? " e "->v : NULL, .len = " e " ? " e "->n : 0}"
    return "DB_VAL_BLOB(" e ", " substr(ptype[i], 5) ")"
}

function emit_pieces(s,    at, close_at, block, cond, depth, i, c) {
    while ((at = match(s, /\[[a-z][a-z0-9_]*:|\{index\}|\001/))) {
        piece("DB_ALWAYS", substr(s, 1, at - 1))
        c = substr(s, at, 1)
        if (c == "\001") {
            pieces = pieces "    {DB_KEY_COLUMNS, \"\", 0},\n"
            s = substr(s, at + 1)
        } else if (c == "{") {
            pieces = pieces "    {DB_INDEX_HINT, \"\", 0},\n"
            s = substr(s, at + 7)
        } else {
            s = substr(s, at + 1)
            close_at = index(s, "]")
            if (!close_at) fail("[ without ]")
            block = substr(s, 1, close_at - 1)
            s = substr(s, close_at + 1)
            cond = substr(block, 1, index(block, ":") - 1)
            if (!(cond in pindex) || !opt[pindex[cond] + 1]) fail("[" cond ": needs an optional parameter of that name")
            pused[pindex[cond] + 1] = 1
            piece(pindex[cond], substr(block, index(block, ":") + 1))
        }
    }
    piece("DB_ALWAYS", s)
}

function emit_sorts(    i, j, n, k, key, keys, descs) {
    csrc = csrc "static const struct db_sort " name "_sorts[] = {\n"
    for (i = 1; i <= nsort; i++) {
        n = split(sort_keys[i], k, /, */)
        if (n > 3) fail("at most 3 sort keys")
        keys = descs = ""
        for (j = 1; j <= n; j++) {
            key = k[j]
            if (gsub(/\(/, "(", key) != gsub(/\)/, ")", key)) fail("a sort key cannot have a comma: " sort_keys[i])
            gsub(/^ +| +$/, "", key)
            descs = descs (sub(/ desc$/, "", key) ? "true, " : "false, ")
            keys = keys c_string(key) ", "
        }
        csrc = csrc "    {" c_string(sort_name[i]) ", {" keys "NULL}, {" descs "}, " \
            (sort_index[i] == "" ? "NULL" : c_string(sort_index[i])) "},\n"
    }
    csrc = csrc "    {NULL, {NULL}, {false}, NULL},\n};\n"
}

function finish(    i, names, types, may) {
    sql = with_parts(sql, "")
    checks()
    sql = macro(sql, "datetime", "DATE_FORMAT(", " + INTERVAL 9 HOUR,'%Y/%m/%d %H:%i')")
    sql = macro(sql, "date", "DATE_FORMAT(", " + INTERVAL 9 HOUR,'%Y/%m/%d')")
    sql = macro(sql, "day")
    if (kind == "list") {
        if (!nsort) fail("a list needs -- sort lines")
        if (sql ~ /(^|[^R]) ORDER BY|LIMIT/) fail("a list gets its ORDER BY and LIMIT from the frame")
        if (!sub(/\nFROM /, "\001\nFROM ", sql)) fail("FROM must begin a line")
    }
    pieces = binds = ""
    emit_pieces(sql)
    names = types = may = ""
    for (i = 1; i <= np; i++) {
        if (!pused[i]) fail("parameter " pname[i] " is not used")
        names = names pname[i] "\\0"
        types = types "DB_" toupper(ptype[i]) ", "
        if (opt[i]) may = may (may == "" ? "" : " | ") "UINT64_C(1) << " (i - 1)
    }
    csrc = csrc "\nstatic const struct db_piece " name "_pieces[] = {\n" pieces "    {0, NULL, 0},\n};\n"
    csrc = csrc "static const int8_t " name "_binds[] = {" binds "0};\n"
    csrc = csrc "static const uint8_t " name "_types[] = {" types "0};\n"
    if (kind == "list") emit_sorts()
    csrc = csrc "const struct db_stmt stmt_" name " = {\"" name "\", DB_" toupper(kind) ", " name "_pieces, " name \
        "_binds, " np ", \"" names "\", " name "_types, " (may == "" ? 0 : may) ", " (kind == "list" ? name "_sorts" : "NULL") "};\n"
    all = all "    &stmt_" name ",\n"
    hsrc = hsrc "\nextern const struct db_stmt stmt_" name ";\n"
    if (kind == "bulk") emit_bulk()
    else emit_call()
    name = ""
    delete pindex
}

# the parameters as a struct's fields, and as the values of a statement
function emit_fields(s,    i) {
    hsrc = hsrc s " {\n"
    for (i = 1; i <= np; i++) hsrc = hsrc "    " ctype(i) pname[i] ";\n"
    if (!np) hsrc = hsrc "    char none;\n"
    hsrc = hsrc "};\n"
}

function values(prefix,    i, vals) {
    for (i = 1; i <= np; i++) vals = vals "        " value(i, prefix pname[i]) ",\n"
    return "    const struct db_val vals[] = {\n" vals "        {.null = true}};\n"
}

function emit_bulk(    i, s, proto, vals) {
    s = "struct q_" name "_row"
    emit_fields(s)
    for (i = 1; i <= np; i++) vals = vals "        vals[i * " np " + " (i - 1) "] = (struct db_val)" value(i, "rows[i]." pname[i]) ";\n"
    proto = "struct err *q_" name "(struct db *db, const " s " *rows, size_t count, uint64_t *number)"
    csrc = csrc proto "\n{\n    struct db_val *vals = arena_array(db_arena(db), count, " np " * sizeof *vals);\n" \
        "    for (size_t i = 0; i < count; i++) {\n" vals "    }\n" \
        "    return db_bulk(db, &stmt_" name ", vals, count, number);\n}\n"
    hsrc = hsrc "MUST " proto ";\n"
}

function emit_call(    i, s, proto, run, prefix) {
    proto = "struct err *q_" name "(struct db *db"
    if (kind == "list" || np > max_plain) {
        s = "struct q_" name "_args"
        emit_fields(s)
        proto = proto ", const " s " *args"
        prefix = "args->"
    } else
        for (i = 1; i <= np; i++) proto = proto ", " ctype(i) pname[i]
    run = "db_run(db, &stmt_" name ", vals, NULL, NULL)"
    if (kind == "list") { proto = proto ", struct list_page *page, struct rows **rows"; run = "db_list(db, &stmt_" name ", vals, page, rows)" }
    if (kind ~ /^(one|maybe|many)$/) { proto = proto ", struct rows **rows"; sub(/NULL/, "rows", run) }
    if (kind == "insert") { proto = proto ", uint64_t *id"; sub(/NULL\)/, "id)", run) }
    if (kind == "exec") { proto = proto ", uint64_t *number"; sub(/NULL\)/, "number)", run) }
    proto = proto ")"
    csrc = csrc proto "\n{\n" values(prefix) "    return " run ";\n}\n"
    hsrc = hsrc "MUST " proto ";\n"
}

END {
    if (bad) exit 1
    if (name != "") fail("no ; at the end")
    if (begun != "") fail("a head without end")
    guard = "Q_" toupper(area) "_H"
    note = "/* Made by sql/gen.awk from sql/query/" area ".sql. */\n"
    printf "%s#ifndef %s\n#define %s\n\n#include \"db/db.h\"\n%s\n/* All statements, ends with NULL. */\nextern const struct db_stmt *const q_%s_all[];\n\n#endif\n", \
        note, guard, guard, hsrc, area > (out ".h")
    printf "%s#include \"q_%s.h\"\n\n#include \"base/arena.h\"\n\n#include <string.h>\n\n_Static_assert(DB_MAX_PARAMS == %d, \"sql/gen.awk\");\n%s\nconst struct db_stmt *const q_%s_all[] = {\n%s    NULL,\n};\n", \
        note, area, max_params, csrc, area, all > (out ".c")
}
