-- Sessions and the one-time tokens of forms. Nobody is signed in yet when these run, so they are found by secret hashes.

-- session_find(hash blob32, list text?) -> maybe
-- unscoped: the session says which organisation it is
-- Of a page with a list: how long the list is, and whether rows are ticked there.
SELECT s.id AS _id, s.account_id AS _account_id, a.org_id AS _org_id, a.roles + 0 AS _roles, o.features + 0 AS _features,
  a.name AS _name, a.mail AS _mail, a.login_id AS _login_id, a.lang AS _lang, a.csv AS _csv, o.name AS _org_name,
  o.members_version AS _members, a.saved_version AS _saved, a.two_factor_at IS NOT NULL AS _two_factor,
  TIMESTAMPDIFF(SECOND, s.seen_at, :now) AS _idle, TIMESTAMPDIFF(SECOND, s.created_at, :now) AS _age,
  v.version AS _runs[list: , COALESCE(c.n, 0) AS _total, EXISTS (SELECT 1 FROM selection x
    WHERE x.org_id = a.org_id AND x.account_id = a.id AND x.list = :list AND x.checked <> '') AS _ticked]
FROM session s JOIN account a ON a.id = s.account_id JOIN org o ON o.id = a.org_id LEFT JOIN run_version v ON v.account_id = a.id
[list: LEFT JOIN counter c ON c.org_id = a.org_id AND c.noun = :list]
WHERE s.token_hash = :hash AND a.state = 'active' AND o.state = 'active';

-- session_runs() -> one
-- The run icon: how many work, how many are done and not yet looked at, the last with a result, and when the next one begins by itself.
SELECT COUNT(CASE WHEN r.state IN ('queued', 'expanding', 'sending') AND NOT (r.state = 'queued' AND COALESCE(r.start_at, :now) > :now) THEN 1 END) AS busy,
  COUNT(CASE WHEN r.state = 'done' AND r.done_at > COALESCE(a.runs_seen_at, '2000-01-01') THEN 1 END) AS done,
  COALESCE(MAX(CASE WHEN r.state IN ('sending', 'done', 'stopped') THEN r.id END), 0) AS last,
  CAST(MIN(CASE WHEN r.state = 'queued' AND r.start_at > :now THEN r.start_at END) AS CHAR) AS next
FROM account a LEFT JOIN run r ON r.org_id = a.org_id AND r.account_id = a.id AND r.single = 0
WHERE a.org_id = :org AND a.id = :actor;

-- session_seen(hash blob32) -> exec
UPDATE session SET seen_at = :now WHERE token_hash = :hash;

-- session_insert(hash blob32, account_id u64, ip text, agent text) -> exec
INSERT INTO session (token_hash, account_id, created_at, seen_at, ip, agent) VALUES (:hash, :account_id, :now, :now, :ip, :agent);

-- session_delete(hash blob32) -> exec
DELETE FROM session WHERE token_hash = :hash;

-- form_once_spend(key blob16, nonce blob16, content blob32) -> exec
-- A row of before has the token's random part as its key.
INSERT IGNORE INTO form_once (token, content, account_id, made_at)
SELECT :key, :content, :actor, :now FROM (SELECT 1) AS one WHERE NOT EXISTS (SELECT 1 FROM form_once f WHERE f.token = :nonce);

-- form_once_find(key blob16, nonce blob16, content blob32) -> maybe
SELECT COALESCE(content = :content, 1) AS _same, taken AS _taken, location AS _location, TIMESTAMPDIFF(SECOND, made_at, :now) AS _age
FROM form_once WHERE token IN (:key, :nonce) ORDER BY token = :key DESC LIMIT 1 FOR UPDATE;

-- form_once_answer(key blob16, content blob32, location text) -> exec
UPDATE form_once SET content = :content, location = :location, taken = taken + 1, made_at = :now WHERE token = :key;

-- form_once_forget(key blob16) -> exec
DELETE FROM form_once WHERE token = :key;
