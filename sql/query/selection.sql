-- Ticked rows of lists, one row for each account, list and conditions.

-- part selection_row
id AS _id, version AS _version, query AS _query, shown AS _shown, checked AS _checked;

-- selection_of(list text, query text) -> maybe
SELECT {selection_row} FROM selection
WHERE org_id = :org AND account_id = :actor AND list = :list AND query_key = UNHEX(MD5(:query));

-- selection_latest(list text) -> maybe
-- A list has at most SELECTIONS of an account (selection.c).
SELECT {selection_row} FROM selection
WHERE org_id = :org AND account_id = :actor AND list = :list ORDER BY updated_at DESC, id DESC LIMIT 1;

-- selection_named(list text, id u64) -> maybe
SELECT {selection_row} FROM selection WHERE org_id = :org AND account_id = :actor AND list = :list AND id = :id;

-- selection_lock(list text, query text) -> maybe
SELECT {selection_row} FROM selection
WHERE org_id = :org AND account_id = :actor AND list = :list AND query_key = UNHEX(MD5(:query)) FOR UPDATE;

-- selection_put(list text, query text, shown text, checked text) -> insert
INSERT INTO selection (org_id, account_id, list, query, query_key, shown, checked, updated_at)
VALUES (:org, :actor, :list, :query, UNHEX(MD5(:query)), :shown, :checked, :now)
ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id), version = version + (shown <> VALUES(shown) OR checked <> VALUES(checked)), shown = VALUES(shown),
  checked = VALUES(checked), updated_at = VALUES(updated_at);

-- selection_drop_old(list text, most u64) -> exec
DELETE FROM selection WHERE org_id = :org AND id IN (SELECT old.id FROM (SELECT x.id FROM selection x
  WHERE x.org_id = :org AND x.account_id = :actor AND x.list = :list ORDER BY x.updated_at DESC, x.id DESC LIMIT :most, 1000) old);
