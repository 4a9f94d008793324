# Which rows a statement may see: every table of an organisation (one with org_id), in joins and subqueries too, is tied to :org. Part of
# sql/gen.awk, which calls scope_check().
#
# A table is tied by a condition that must hold: alias.org_id = :org, or alias.org_id = b.org_id or, for two of the same table,
# alias.id = b.id with a b that is tied. It stands in ON or WHERE, joined by AND, not under OR, CASE, NOT or a function. In the ON of
# a LEFT JOIN it ties the table on the right only, in a subquery none outside, in a [part: ] only tables of that part. An INSERT
# gives org_id the value :org, or the org_id of a table that is tied.
#
# Below the head line:
#   -- unscoped: reason     nothing of this is asked
#   -- published: reason    a table that is not tied has the conditions that its CREATE TABLE names:   -- published: state = 'open' AND …
#   -- party: TABLE         a record of two parties: TABLE is tied in the outermost FROM, the others need not be

function scope_check(text,    n, tok, e) {
    delete E; delete C; delete T; delete G; delete S; delete into
    ne = nc = ng = ns = 0
    gsub(/`|\{index\}/, "", text)
    n = patsplit(text, tok, /'[^']*'|\[[a-z][a-z0-9_]*:|:?[A-Za-z_][A-Za-z0-9_.]*|[0-9]+|[^ \t\n]/)
    scope_read(tok, n)
    scope_tie()
    if (party != "") return scope_party()
    for (e = 1; e <= ne; e++)
        if (E[e, "table"] in tenant && !T[e] && !(published && scope_published(e)))
            scope_fail(E[e, "table"], E[e, "alias"])
    if (into["table"] in tenant && !scope_insert(tok, n)) fail("tenant table " into["table"] " without :org for its org_id", into["table"])
}

function scope_fail(table, alias) {
    fail("tenant table " table (alias == table ? "" : " " alias) " without " (published ? "what it is published by" : ":org") \
        " (or say: -- unscoped: reason)", table (alias == table ? "" : "`? (AS )?" alias))
}

# A group is what stands in parentheses, or one clause: its conditions hold together, unless it is dead (OR, a function). A scope is one
# SELECT with its FROM.
function scope_group(parent, scope, dead) {
    ng++
    G[ng, "parent"] = parent
    G[ng, "scope"] = scope
    G[ng, "dead"] = dead
    return ng
}

function scope_new(parent) {
    ns++
    S[ns] = parent
    return ns
}

function scope_entry(table, alias, scope, block, left) {
    if (table ~ /\./) fail("a table is named without its database", table)
    ne++
    E[ne, "table"] = table
    E[ne, "alias"] = alias
    E[ne, "scope"] = scope
    E[ne, "block"] = block
    E[ne, "left"] = left
}

# Tables to E, conditions to C.
function scope_read(tok, n,    i, t, before, d, inner, scope, outer, group, clause, on, derived, expect, left, block, a) {
    d = on[0] = derived[0] = expect = left = 0 # gawk 5.2 breaks when what was never set is passed on
    clause[0] = block = ""
    scope[0] = scope_new(0)
    outer[0] = group[0] = scope_group(0, scope[0], 0)
    for (i = 1; i <= n; i++) {
        t = toupper(tok[i])
        before = toupper(tok[i - 1])
        a = toupper(tok[i + 1]) == "AS" ? i + 2 : i + 1
        if (t ~ /^\[./) block = t
        else if (t == "]") block = ""
        else if (t == "(" || t == "CASE") {
            inner = toupper(tok[i + 1]) ~ /^(SELECT|\()$/ && (expect || toupper(tok[i + 1]) == "SELECT")
            derived[++d] = expect && inner
            scope[d] = inner ? scope_new(scope[d - 1]) : scope[d - 1]
            outer[d] = group[d] = scope_group(group[d - 1], scope[d], !inner && (t == "CASE" || before !~ /^(AND|WHERE|ON|\(|\[.*)$/))
            clause[d] = inner ? "" : clause[d - 1] == "from" && !expect ? "" : clause[d - 1]
            on[d] = on[d - 1]
            if (inner) expect = 0
        } else if (t == ")" || t == "END") {
            if (derived[d]) scope_entry("(" scope[d] ")", tok[a], scope[d - 1], block, left)
            d--
            expect = 0
        } else if (t == "UNION") {
            scope[d] = scope_new(S[scope[d]])
            outer[d] = group[d] = scope_group(G[outer[d], "parent"], scope[d], 0)
        } else if (t == "SELECT") {
            clause[d] = "select"
            S[scope[d], "list"] = i + 1
        } else if (t ~ /^(OR|XOR)$/ || t == "|" && before == "|") {
            if (clause[d] ~ /^(ON|WHERE)$/) G[group[d], "dead"] = 1
        } else if (t ~ /^(FROM|JOIN)$/ || t == "STRAIGHT_JOIN" && clause[d] != "select" || t == "UPDATE" && i == 1) {
            if (before == "RIGHT" || toupper(tok[i - 2]) == "RIGHT") fail("RIGHT JOIN: turn it round")
            clause[d] = "from"
            left = before ~ /^(LEFT|OUTER)$/
            expect = 1
        } else if (t == "," && clause[d] == "from") {
            left = 0
            expect = 1
        } else if (t ~ /^(ON|WHERE)$/) {
            clause[d] = t
            group[d] = scope_group(outer[d], scope[d], 0)
            on[d] = t == "ON" ? ne : 0
        } else if (t ~ /^(SET|VALUES?|GROUP|ORDER|LIMIT|HAVING|DUPLICATE|FOR)$/) clause[d] = "rest"
        else if (t == "INTO") {
            into["table"] = tok[++i]
            into["at"] = i + 1
        } else if (t ~ /^(INSERT|REPLACE)$/ && i == 1) {
            if (toupper(tok[i + 1]) != "INTO" && toupper(tok[i + 2]) != "INTO") fail(t " without INTO")
        } else if (expect && t == "JSON_TABLE") expect = 0
        else if (expect && t !~ /^(IGNORE|LOW_PRIORITY|LATERAL)$/) {
            expect = 0
            scope_entry(tok[i], tok[a] ~ /^[a-z][a-z0-9_]*$/ ? tok[a] : tok[i], scope[d], block, left)
        } else if (t == "=" && clause[d] ~ /^(ON|WHERE)$/ && toupper(tok[i - 2]) ~ /^(ON|WHERE|AND|\(|\[.*)$/ &&
            toupper(tok[i + 2]) ~ /^(AND|OR|\)|\]|\[.*|WHERE|(STRAIGHT_)?JOIN|LEFT|INNER|CROSS|GROUP|ORDER|LIMIT|HAVING|UNION|FOR|SET|,)?$/) {
            nc++
            C[nc, "l"] = tok[i - 1]
            C[nc, "r"] = tok[i + 1]
            C[nc, "group"] = group[d]
            C[nc, "scope"] = scope[d]
            C[nc, "block"] = block
            C[nc, "on"] = on[d]
        }
    }
}

# The entry whose column this is: by its alias, or the only one that may have the column; from the inside out. 0: none.
function scope_of(column, scope,    e, found, n) {
    for (; scope; scope = S[scope]) {
        found = n = 0
        for (e = 1; e <= ne; e++)
            if (E[e, "scope"] == scope && (column ~ /\./ ? index(column, E[e, "alias"] ".") == 1 : E[e, "table"] in tenant || column != "org_id")) {
                found = e
                n++
            }
        if (n) return n == 1 ? found : 0
    }
    return 0
}

# Must the condition hold for every row of the entry?
function scope_holds(c, e,    g) {
    if (!e || E[e, "scope"] != C[c, "scope"] || C[c, "block"] != "" && C[c, "block"] != E[e, "block"]) return 0
    if (C[c, "on"] && E[C[c, "on"], "left"] && e != C[c, "on"]) return 0
    for (g = C[c, "group"]; G[g, "scope"] == C[c, "scope"]; g = G[g, "parent"])
        if (G[g, "dead"]) return 0
    return 1
}

function scope_tie_one(c, x, y,    e, f) {
    e = scope_of(x, C[c, "scope"])
    if (!scope_holds(c, e) || T[e]) return 0
    if (x ~ /(^|\.)org_id$/ && y == ":org") return (T[e] = 1)
    f = scope_of(y, C[c, "scope"])
    if (!f || !T[f] && E[f, "table"] !~ /^\(/) return 0
    if (x ~ /(^|\.)org_id$/ && y ~ /(^|\.)org_id$/) return (T[e] = T[f] || scope_inside(substr(E[f, "table"], 2) + 0))
    return x ~ /\.id$/ && y ~ /\.id$/ && E[e, "table"] == E[f, "table"] ? (T[e] = 1) : 0
}

# Has a SELECT in FROM a table that is tied? It is checked itself.
function scope_inside(scope,    e) {
    for (e = 1; e <= ne; e++)
        if (E[e, "scope"] == scope && E[e, "table"] in tenant) return 1
    return 0
}

function scope_tie(    c, more) {
    do {
        more = 0
        for (c = 1; c <= nc; c++)
            more += scope_tie_one(c, C[c, "l"], C[c, "r"]) + scope_tie_one(c, C[c, "r"], C[c, "l"])
    } while (more)
}

function scope_party(    e) {
    for (e = 1; e <= ne; e++)
        if (E[e, "table"] == party && party in tenant && T[e] && !S[E[e, "scope"]] && !E[e, "left"] && E[e, "block"] == "") return
    fail("-- party: " party " is not joined with org_id = :org", party)
}

# Has the entry all conditions that its table is published by?
function scope_published(e,    n, i, want, side, c, ok) {
    n = split(publishes[E[e, "table"]], want, / AND /)
    for (i = 1; i <= n; i++) {
        split(want[i], side, / = /)
        ok = 0
        for (c = 1; c <= nc && !ok; c++)
            ok = C[c, "r"] == side[2] && C[c, "l"] ~ ("(^|\\.)" side[1] "$") && scope_of(C[c, "l"], C[c, "scope"]) == e && scope_holds(c, e)
        if (!ok) return 0
    }
    return n > 0
}

# The place-th of the expressions from tok[i] on, its tokens without spaces.
function scope_item(tok, n, i, place,    d, at, item) {
    for (at = 1; i <= n && d >= 0 && !(d == 0 && toupper(tok[i]) == "FROM"); i++) {
        if (tok[i] == "(") d++
        if (tok[i] == ")") d--
        if (tok[i] == "," && d == 0) at++
        else if (at == place && d >= 0 && toupper(tok[i]) !~ /^(DISTINCT|STRAIGHT_JOIN)$/) item = item tok[i]
    }
    scope_next = i
    return item
}

function scope_insert(tok, n,    i, place, item, s) {
    for (i = 1; (item = scope_item(tok, n, into["at"] + 1, i)) != ""; i++)
        if (item == "org_id") place = i
    if (!place) return 0
    i = scope_next
    if (toupper(tok[i]) ~ /^VALUES?$/)
        for (i++; tok[i] == "("; i = scope_next + (tok[scope_next] == ","))
            if (scope_item(tok, n, i + 1, place) != ":org") return 0
    for (s = 1; s <= ns; s++)
        if (!S[s] && (s, "list") in S) {
            item = scope_item(tok, n, S[s, "list"], place)
            if (item != ":org" && !(item ~ /(^|\.)org_id$/ && T[scope_of(item, s)])) return 0
        }
    return 1
}
