-- Files of bulk mails: on the compose page, in the mailer, behind the links of the mails (lib/model/mail/mailfile.h).

-- ---- a draft ----

-- mailfile_way(run_id u64) -> maybe
SELECT way AS _way, password AS _password, guard AS _guard, names AS _names, until_at > :now AS _open, @datetime(until_at) AS _until,
  removed AS _removed, @datetime(removed_at) AS _removed_at
FROM run_files WHERE org_id = :org AND run_id = :run_id;

-- mailfile_set(run_id u64, way text, password text, guard text, zip_name text) -> exec
INSERT INTO run_files (run_id, org_id, way, password, guard, zip_name) VALUES (:run_id, :org, :way, :password, :guard, :zip_name)
ON DUPLICATE KEY UPDATE way = :way, password = :password, guard = :guard, zip_name = :zip_name, removed = '', removed_at = NULL;

-- mailfile_list(run_id u64) -> many
-- Files of a run in the order they came. gone: the record's file that it was taken from was removed meanwhile.
SELECT f.id, f.name, f.source_id, f.packed, b.size AS _size, f.source_id > 0 AND (s.id IS NULL OR s.deleted_at IS NOT NULL) AS gone
FROM file f JOIN `blob` b ON b.id = f.blob_id LEFT JOIN file s ON s.id = f.source_id AND s.org_id = f.org_id
WHERE f.org_id = :org AND f.noun = 'run' AND f.noun_id = :run_id AND f.deleted_at IS NULL ORDER BY f.id;

-- mailfile_choices(noun text, noun_id u64) -> many
-- What a JOB or a résumé has.
SELECT f.id, f.name, b.size AS _size FROM file f JOIN `blob` b ON b.id = f.blob_id
WHERE f.org_id = :org AND f.noun = :noun AND f.noun_id = :noun_id AND f.deleted_at IS NULL ORDER BY f.id LIMIT 100;

-- mailfile_take(run_id u64, id u64, noun text, noun_id u64) -> exec1
INSERT INTO file (org_id, noun, noun_id, blob_id, name, account_id, created_at, source_id)
SELECT f.org_id, 'run', :run_id, f.blob_id, f.name, :actor, :now, f.id FROM file f
WHERE f.org_id = :org AND f.id = :id AND f.noun = :noun AND f.noun_id = :noun_id AND f.deleted_at IS NULL;

-- mailfile_drop(run_id u64, id u64) -> exec
UPDATE file SET deleted_at = :now WHERE org_id = :org AND noun = 'run' AND noun_id = :run_id AND id = :id AND deleted_at IS NULL;

-- mailfile_drop_all(run_id u64) -> exec
UPDATE file SET deleted_at = :now WHERE org_id = :org AND noun = 'run' AND noun_id = :run_id AND deleted_at IS NULL;

-- mailfile_forget(run_id u64) -> exec
DELETE FROM run_files WHERE org_id = :org AND run_id = :run_id;

-- mailfile_wipe(run_id u64) -> exec
UPDATE run_files SET password = '' WHERE org_id = :org AND run_id = :run_id AND password <> '';

-- mailfile_removed(run_id u64, names text) -> exec
-- The files are gone for their age: what is left to tell.
INSERT INTO run_files (run_id, org_id, removed, removed_at) VALUES (:run_id, :org, :names, :now)
ON DUPLICATE KEY UPDATE removed = :names, removed_at = :now;

-- mailfile_anew(run_id u64) -> exec
-- A draft that was cancelled once begins again with what it has now.
UPDATE run_files SET removed = '', removed_at = NULL WHERE org_id = :org AND run_id = :run_id AND removed_at IS NOT NULL;

-- mailfile_end(run_id u64) -> exec1
UPDATE run_files SET until_at = :now WHERE org_id = :org AND run_id = :run_id AND way = 'link' AND until_at > :now;

-- mailfile_renew(run_id u64, days u64) -> exec
-- What is sent again has a link that works.
UPDATE run_files SET until_at = :now + INTERVAL :days DAY WHERE org_id = :org AND run_id = :run_id AND way = 'link' AND until_at <= :now;

-- mailfile_downloads(run_id u64) -> one
SELECT COALESCE(SUM(n), 0) AS _n, COUNT(DISTINCT outbox_id) AS _people FROM download WHERE org_id = :org AND run_id = :run_id;

-- ---- the mailer ----

-- mailfile_start(run_id u64) -> maybe
-- unscoped: the mailer serves all
-- A run that has not begun, and how its files travel.
SELECT r.org_id, r.account_id, COALESCE(w.way, 'link') AS way, COALESCE(w.password, '') AS password, COALESCE(w.zip_name, '') AS zip_name,
  w.until_at IS NOT NULL AS begun
FROM run r LEFT JOIN run_files w ON w.run_id = r.id WHERE r.id = :run_id AND r.state = 'queued';

-- mailfile_start_hold(run_id u64) -> maybe
-- unscoped: the mailer serves all
SELECT id FROM run WHERE id = :run_id AND state = 'queued' FOR UPDATE SKIP LOCKED;

-- mailfile_until(run_id u64, days u64) -> exec
INSERT INTO run_files (run_id, org_id, until_at) VALUES (:run_id, :org, :now + INTERVAL :days DAY)
ON DUPLICATE KEY UPDATE until_at = COALESCE(until_at, :now + INTERVAL :days DAY);

-- mailfile_pack(run_id u64, blob_id u64, account_id u64, name text) -> insert
INSERT INTO file (org_id, noun, noun_id, blob_id, name, account_id, created_at, packed)
VALUES (:org, 'run', :run_id, :blob_id, :name, :account_id, :now, 1);

-- mailfile_packed(run_id u64, names text) -> exec
UPDATE run_files SET password = '', names = :names WHERE org_id = :org AND run_id = :run_id;

-- mailfile_bytes(run_id u64) -> many
-- unscoped: the mailer serves all
SELECT f.id, f.name, f.packed, b.hash, b.size, b.type FROM file f JOIN run r ON r.id = f.noun_id AND r.org_id = f.org_id
JOIN `blob` b ON b.id = f.blob_id
WHERE f.noun = 'run' AND f.noun_id = :run_id AND f.deleted_at IS NULL ORDER BY f.id LIMIT 40;

-- mailfile_travel(run_id u64, days u64) -> maybe
-- unscoped: the mailer serves all
-- The same for a letter: of a run, or of a draft whose test mail it is.
SELECT COALESCE(w.way, 'link') AS way, COALESCE(w.password, '') AS password, COALESCE(w.zip_name, '') AS zip_name,
  COALESCE(w.guard, '') <> '' AS guarded, w.removed_at IS NOT NULL AS removed, @datetime(COALESCE(w.until_at, :now + INTERVAL :days DAY)) AS until
FROM run r LEFT JOIN run_files w ON w.run_id = r.id WHERE r.id = :run_id;

-- ---- the links ----

-- mailfile_target(outbox_id u64, days u64) -> maybe
-- unscoped: the token of the link names the mail, nobody is signed in
SELECT o.id AS _id, o.org_id AS _org_id, o.run_id AS _run_id, r.id AS _files_of, g.name AS org, COALESCE(w.way, 'link') AS _way,
  COALESCE(w.guard, '') AS _guard, COALESCE(w.until_at, o.created_at + INTERVAL :days DAY) <= :now AS _over,
  @datetime(COALESCE(w.until_at, o.created_at + INTERVAL :days DAY)) AS until
FROM outbox o JOIN mail m ON m.id = o.mail_id JOIN org g ON g.id = o.org_id
JOIN run r ON r.id = IF(o.run_id > 0, o.run_id, m.test_of) AND r.org_id = o.org_id LEFT JOIN run_files w ON w.run_id = r.id
WHERE o.id = :outbox_id;

-- mailfile_count(outbox_id u64, file_id u64, run_id u64) -> exec
INSERT INTO download (outbox_id, file_id, org_id, run_id, n, first_at, last_at) VALUES (:outbox_id, :file_id, :org, :run_id, 1, :now, :now)
ON DUPLICATE KEY UPDATE n = n + 1, last_at = :now;
