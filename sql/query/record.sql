-- What records of every noun have: history, mails, files, somebody in charge, a total, saved searches.

-- history_add(noun text, noun_id u64, kind text, body text) -> insert
INSERT INTO history (org_id, noun, noun_id, kind, account_id, at, body) VALUES (:org, :noun, :noun_id, :kind, :actor, :now, :body);

-- history_add_many(noun text, noun_id u64, kind text) -> bulk
INSERT INTO history (org_id, noun, noun_id, kind, account_id, at, body) VALUES (:org, :noun, :noun_id, :kind, :actor, :now, '');

-- history_of(noun text, noun_id u64) -> many
SELECT h.kind, h.body, @datetime(h.at) AS at, a.name AS who
FROM history h LEFT JOIN account a ON a.id = h.account_id AND a.org_id = h.org_id
WHERE h.org_id = :org AND h.noun = :noun AND h.noun_id = :noun_id ORDER BY h.id DESC LIMIT 50;

-- mails_of(noun text, noun_id u64) -> many
SELECT o.id, IF(m.shared OR m.account_id = :actor, m.subject, NULL) AS subject, o.state, @datetime(o.created_at) AS at, a.name AS who,
  o.bounce, IF(o.run_id > 0 AND m.account_id = :actor, o.run_id, NULL) AS run, w.way,
  IF(m.shared OR m.account_id = :actor, COALESCE(REPLACE(NULLIF(w.names, ''), CHAR(10), ', '), REPLACE(NULLIF(w.removed, ''), CHAR(10), ', '),
    (SELECT GROUP_CONCAT(f.name ORDER BY f.id SEPARATOR ', ') FROM file f
      WHERE f.org_id = o.org_id AND f.noun = 'run' AND f.noun_id = w.run_id AND f.deleted_at IS NULL)), NULL) AS files,
          @datetime(w.removed_at) AS files_removed,
  (SELECT COALESCE(SUM(d.n), 0) FROM download d WHERE d.outbox_id = o.id AND d.org_id = o.org_id) AS downloads
FROM outbox o JOIN mail m ON m.id = o.mail_id AND m.org_id = o.org_id
LEFT JOIN run_files w ON w.run_id = o.run_id AND w.org_id = o.org_id
LEFT JOIN account a ON a.id = m.account_id AND a.org_id = m.org_id
WHERE o.org_id = :org AND o.noun = :noun AND o.noun_id = :noun_id ORDER BY o.id DESC LIMIT 50;

-- files_of(noun text, noun_id u64) -> many
SELECT f.id, f.name, b.size, @datetime(f.created_at) AS at, a.name AS who
FROM file f JOIN `blob` b ON b.id = f.blob_id LEFT JOIN account a ON a.id = f.account_id AND a.org_id = f.org_id
WHERE f.org_id = :org AND f.noun = :noun AND f.noun_id = :noun_id AND f.deleted_at IS NULL ORDER BY f.id DESC LIMIT 50;

-- file_owner(id u64, nouns text) -> one
-- Of a record of one of these nouns (comma separated): whose the record is says its own statement.
SELECT noun AS _noun, noun_id AS _noun_id, name AS _name FROM file
WHERE org_id = :org AND id = :id AND FIND_IN_SET(noun, :nouns) > 0 AND deleted_at IS NULL;

-- owner_find(id u64) -> maybe
SELECT name AS _name, state = 'active' AS _may, state = 'closed' AS _left FROM account WHERE org_id = :org AND id = :id;

-- saved_searches(list text) -> many
-- Kept by the programs under account.saved_version.
SELECT id, name, query FROM saved_search WHERE org_id = :org AND account_id = :actor AND list = :list ORDER BY id LIMIT 50;

-- saved_search_count(list text) -> one
SELECT COUNT(*) AS _n FROM saved_search WHERE org_id = :org AND account_id = :actor AND list = :list;

-- saved_search_insert(list text, name text, query text) -> insert
INSERT INTO saved_search (org_id, account_id, list, name, query, created_at) VALUES (:org, :actor, :list, :name, :query, :now);

-- saved_search_delete(id u64, list text) -> exec1
DELETE FROM saved_search WHERE org_id = :org AND account_id = :actor AND list = :list AND id = :id;

-- saved_search_changed() -> exec1
UPDATE account SET saved_version = saved_version + 1 WHERE org_id = :org AND id = :actor;

-- counter_add(noun text, n i64) -> exec1
INSERT INTO counter (org_id, noun, n) VALUES (:org, :noun, :n) ON DUPLICATE KEY UPDATE n = n + VALUES(n);

-- list_total(noun text) -> maybe
SELECT n AS _n FROM counter WHERE org_id = :org AND noun = :noun;
