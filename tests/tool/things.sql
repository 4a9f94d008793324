-- Statements of every kind, for tests/tool/dbcheck.c.

-- thing_new(name text) -> insert
INSERT INTO thing (org_id, name) VALUES (:org, :name);

-- thing_full(big u64, minus i64, maybe u64?, name text, nick text?, body text, day text, hash blob32?) -> insert
INSERT INTO thing (org_id, big, signed_, maybe, name, nick, body, on_, at, hash)
VALUES (:org, :big, :minus, :maybe, :name, :nick, :body, :day, :now, :hash);

-- thing_one(id u64) -> one
SELECT id, big, signed_, small, maybe, name, nick, body, on_, at, state, hash FROM thing WHERE org_id = :org AND id = :id;

-- thing_maybe(name text) -> maybe
SELECT id, name FROM thing WHERE org_id = :org AND name = :name;

-- thing_sums() -> one
SELECT COUNT(*) AS n, SUM(big) AS big, AVG(small) AS small, MAX(signed_) AS signed_, SUM(maybe) AS maybe FROM thing WHERE org_id = :org;

-- thing_rename(id u64, name text) -> exec1
UPDATE thing SET name = :name WHERE org_id = :org AND id = :id;

-- thing_rename_all(name text) -> exec
UPDATE thing SET name = :name WHERE org_id = :org;

-- thing_clear() -> exec
DELETE FROM thing WHERE org_id = :org;

-- thing_connection() -> one
SELECT CONNECTION_ID() AS id, @@tx_isolation AS level, @@time_zone AS zone, @@character_set_connection AS charset;

-- thing_add(big u64, minus i64, maybe u64?, name text, nick text?, day text, at text, state text, hash blob32?) -> bulk
INSERT INTO thing (org_id, big, signed_, maybe, name, nick, on_, at, state, hash)
VALUES (:org, :big, :minus, :maybe, :name, :nick, :day, :at, :state, :hash);

-- thing_some(a u64?, b u64?, c u64?, d u64?, e u64?, f u64?, g u64?, h u64?, i u64?) -> many
SELECT id FROM thing WHERE org_id = :org [a: AND id <> :a][b: AND id <> :b][c: AND id <> :c][d: AND id <> :d][e: AND id <> :e]
  [f: AND id <> :f][g: AND id <> :g][h: AND id <> :h][i: AND id <> :i] ORDER BY id LIMIT 20;

-- thing_list(name text?, least u64?) -> list
-- sort id: t.id
-- sort name: t.name, t.id
-- sort big: t.big desc, t.id desc
-- sort minus: t.signed_, t.id desc
-- sort at: t.at desc, t.on_, t.id
-- sort state: t.state + 0, t.id
-- sort nick: t.nick IS NULL desc, t.id using thing_org
SELECT t.id, t.name
FROM thing t {index}
WHERE t.org_id = :org
  [name: AND t.name = :name]
  [least: AND t.big >= :least];
