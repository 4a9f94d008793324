-- Ticked rows of lists, one row per account and list.

-- selection_get(list text) -> maybe
SELECT id AS _id, query AS _query, shown AS _shown, checked AS _checked FROM selection
WHERE org_id = :org AND account_id = :actor AND list = :list;

-- selection_lock(list text) -> maybe
SELECT id AS _id, query AS _query, shown AS _shown, checked AS _checked FROM selection
WHERE org_id = :org AND account_id = :actor AND list = :list FOR UPDATE;

-- selection_put(list text, query text, shown text, checked text) -> exec
INSERT INTO selection (org_id, account_id, list, query, shown, checked, updated_at)
VALUES (:org, :actor, :list, :query, :shown, :checked, :now)
ON DUPLICATE KEY UPDATE query = VALUES(query), shown = VALUES(shown), checked = VALUES(checked), updated_at = VALUES(updated_at);
