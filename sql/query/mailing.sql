-- Bulk mail from the side of the pages: drafts, runs, results, templates, signatures, do-not-contact ledger.

-- ---- runs ----

-- run_insert(kind text, list text, scope text, query text, ids text, from_name text, from_addr text, signature_id u64, job_id u64, resume_id u64,
--     job_ids text) -> insert
INSERT INTO run (org_id, account_id, kind, list, scope, query, ids, fields, from_name, from_addr, signature_id, job_id, resume_id, job_ids, body,
  created_at, updated_at)
VALUES (:org, :actor, :kind, :list, :scope, :query, :ids, 'mail', :from_name, :from_addr, :signature_id, :job_id, :resume_id, :job_ids, '', :now, :now);

-- What a run that waits for its time is called: it is queued to the mailer, but not busy to people.
-- part run_shown
IF(r.state = 'queued' AND r.start_at > :now, 'scheduled', r.state) AS state, @datetime(r.start_at) AS starts;

-- run_one(id u64) -> one
-- single: the record of a single mail.
SELECT r.id, COALESCE(w.way, 'link') AS way, w.removed_at IS NOT NULL AS _removed, r.kind, r.list, IF(r.single = 1, r.ids, NULL) AS single, {run_shown},
    r.scope, r.fields, r.from_name, r.from_addr, r.reply_to, NULLIF(r.template_id, 0) AS template_id,
  NULLIF(r.signature_id, 0) AS signature_id, r.subject, r.body, r.shared, r.mail_id AS _mail_id, r.kind AS _kind, r.state AS _state,
      r.resume_state AS _resume_state,
  r.scope AS _scope, r.list AS _list, r.query AS _query, r.ids AS _ids, r.max_id AS _max_id, r.job_id AS _job_id, r.resume_id AS _resume_id, r.phase,
      r.job_ids, r.job_company,
  IF(r.start_at IS NULL, 'now', 'later') AS start, r.start_at AS _start_at, @date(r.start_at) AS start_date,
  DATE_FORMAT(r.start_at + INTERVAL 9 HOUR, '%H:%i') AS start_time,
  r.n_records, r.n_empty, r.n_duplicate, r.n_total, r.n_ready, r.n_deferred, r.n_sent, r.n_failed, r.n_suppressed, r.n_doubt, r.n_stopped, r.n_bounced,
  @datetime(r.created_at) AS created, @datetime(r.confirmed_at) AS confirmed, @datetime(r.done_at) AS done,
  TIMESTAMPDIFF(SECOND, GREATEST(r.confirmed_at, COALESCE(r.start_at, r.confirmed_at)), :now) AS _seconds
FROM run r LEFT JOIN run_files w ON w.run_id = r.id AND w.org_id = r.org_id WHERE r.org_id = :org AND r.account_id = :actor AND r.id = :id;

-- run_draft_lock(id u64) -> maybe
SELECT id AS _id FROM run WHERE org_id = :org AND account_id = :actor AND id = :id AND state = 'draft' FOR UPDATE;

-- run_draft_save(id u64, fields text, from_name text, from_addr text, reply_to text, template_id u64, signature_id u64, subject text, body text, shared u64,
--     phase text, start_at text?, job_ids text, job_company u64) -> exec1
UPDATE run SET fields = :fields, from_name = :from_name, from_addr = :from_addr, reply_to = :reply_to, template_id = :template_id,
  signature_id = :signature_id, subject = :subject, body = :body, shared = :shared, phase = :phase, start_at = :start_at, job_ids = :job_ids,
  job_company = :job_company, updated_at = :now
WHERE org_id = :org AND account_id = :actor AND id = :id AND state = 'draft';

-- run_draft_scope(id u64, kind text, job_id u64, resume_id u64, scope text, query text, ids text) -> exec1
UPDATE run SET scope = :scope, query = :query, ids = :ids, updated_at = :now
WHERE org_id = :org AND account_id = :actor AND id = :id AND kind = :kind AND job_id = :job_id AND resume_id = :resume_id
  AND state = 'draft';

-- run_draft_delete(id u64) -> exec1
DELETE FROM run WHERE org_id = :org AND account_id = :actor AND id = :id AND state = 'draft';

-- mail_insert(kind text, from_name text, from_addr text, reply_to text, subject text, body text, lang text, shared u64) -> insert
INSERT INTO mail (org_id, kind, bulk, from_name, from_addr, reply_to, subject, body, lang, account_id, shared, created_at)
VALUES (:org, :kind, 1, :from_name, :from_addr, :reply_to, :subject, :body, :lang, :actor, :shared, :now);

-- single_draft(id u64, list text, ids text) -> maybe
-- The draft of a single mail to a record, or what became of it; the columns are the fields of its form.
SELECT r.fields AS `to`, r.from_name, r.from_addr, r.reply_to, r.signature_id, r.template_id, r.subject, r.body, r.shared,
  COALESCE(w.way, 'link') AS way, r.state AS _state
FROM run r LEFT JOIN run_files w ON w.run_id = r.id AND w.org_id = r.org_id
WHERE r.org_id = :org AND r.account_id = :actor AND r.id = :id AND r.single = 1 AND r.list = :list AND r.ids = :ids;

-- single_draft_new(list text, ids text) -> insert
INSERT INTO run (org_id, account_id, kind, list, single, scope, query, ids, body, created_at, updated_at)
VALUES (:org, :actor, :list, :list, 1, 'checked', '', :ids, '', :now, :now);

-- run_confirmed(id u64, mail_id u64, max_id u64) -> exec1
UPDATE run SET mail_id = :mail_id, max_id = :max_id, confirmed_at = :now, updated_at = :now
WHERE org_id = :org AND account_id = :actor AND id = :id AND state = 'queued' AND mail_id = 0;

-- run_reopened(id u64) -> exec1
UPDATE run SET mail_id = 0, max_id = 0, confirmed_at = NULL, updated_at = :now
WHERE org_id = :org AND account_id = :actor AND id = :id AND state = 'draft';

-- mail_drop(id u64) -> exec
DELETE FROM mail WHERE org_id = :org AND id = :id AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.org_id = :org AND o.mail_id = :id);

-- resume_max_id() -> one
SELECT COALESCE(MAX(id), 0) AS _id FROM resume WHERE org_id = :org;

-- contact_max_id() -> one
SELECT COALESCE(MAX(id), 0) AS _id FROM contact WHERE org_id = :org;

-- run_list() -> list
-- sort id: r.id desc
SELECT r.id, {run_shown}, r.subject, r.n_total, r.n_ready, r.n_deferred, r.n_sent, r.n_failed, r.n_suppressed, r.n_doubt, r.n_stopped,
  @datetime(COALESCE(r.confirmed_at, r.created_at)) AS at
FROM run r
WHERE r.org_id = :org AND r.account_id = :actor AND r.single = 0;

-- run_recent() -> many
SELECT r.id, {run_shown}, r.subject, r.n_total, r.n_sent + r.n_failed + r.n_suppressed + r.n_doubt + r.n_stopped AS n_done
FROM run r WHERE r.org_id = :org AND r.account_id = :actor AND r.single = 0 AND r.state IN ('queued', 'expanding', 'sending', 'paused', 'done')
ORDER BY r.id DESC LIMIT 3;

-- run_rows(run_id u64, state text?, bounced text?) -> list
-- sort id: o.id
SELECT o.id, o.noun, o.noun_id, o.to_name, o.to_addr, o.state, o.smtp_code, o.smtp_text, o.attempts, @datetime(o.done_at) AS at, o.bounce, o.decided, o.about,
  (SELECT SUM(d.n) FROM download d WHERE d.outbox_id = o.id AND d.org_id = o.org_id) AS downloads
FROM outbox o
WHERE o.org_id = :org AND o.run_id = :run_id [state: AND o.state = :state] [bounced: AND o.bounce <> ''];

-- run_result(run_id u64) -> list
-- sort id: o.id
SELECT o.noun_id, o.to_name, o.to_addr, o.state, NULLIF(o.smtp_code, 0) AS smtp_code, o.smtp_text, o.attempts,
  @datetime(COALESCE(o.done_at, o.created_at)) AS at, o.message_id, o.bounce, o.decided, o.about,
  (SELECT SUM(d.n) FROM download d WHERE d.outbox_id = o.id AND d.org_id = o.org_id) AS downloads
FROM outbox o WHERE o.org_id = :org AND o.run_id = :run_id;

-- runs_seen() -> exec1
UPDATE account SET runs_seen_at = :now WHERE org_id = :org AND id = :actor;

-- runs_version_raise() -> exec
INSERT INTO run_version (account_id, org_id, version) VALUES (:actor, :org, 1) ON DUPLICATE KEY UPDATE version = version + 1;

-- ---- recipients ----

-- What the records of a draft have in their three mail fields; a, b, c: 1 when the field is ticked.

-- resume_fields(ids text, a u64, b u64, c u64) -> one
SELECT COUNT(*) AS _n, COALESCE(SUM(r.mail <> ''), 0) AS _mail, COALESCE(SUM(r.mail_mobile <> ''), 0) AS _mail_mobile,
  COALESCE(SUM(r.mail_sub <> ''), 0) AS _mail_sub,
  COALESCE(SUM((:a = 0 OR r.mail = '') AND (:b = 0 OR r.mail_mobile = '') AND (:c = 0 OR r.mail_sub = '')), 0) AS _without
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j STRAIGHT_JOIN resume r ON r.id = j.id WHERE r.org_id = :org;

-- resume_mails(ids text, a u64, b u64, c u64) -> one
SELECT COUNT(*) AS _all, COUNT(DISTINCT x.addr) AS _once, COUNT(DISTINCT d.addr) AS _stopped, COALESCE(SUM(CRC32(x.addr)), 0) AS _sum
FROM (SELECT CASE n.n WHEN 1 THEN r.mail WHEN 2 THEN r.mail_mobile ELSE r.mail_sub END AS addr
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j STRAIGHT_JOIN resume r ON r.id = j.id
  JOIN (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) n
  WHERE r.org_id = :org AND (n.n = 1 AND :a = 1 OR n.n = 2 AND :b = 1 OR n.n = 3 AND :c = 1)) x
LEFT JOIN dnc d ON d.org_id = :org AND d.addr = x.addr WHERE x.addr <> '';

-- contact_fields(ids text, a u64, b u64, c u64) -> one
SELECT COUNT(*) AS _n, COALESCE(SUM(r.mail <> ''), 0) AS _mail, COALESCE(SUM(r.mail_mobile <> ''), 0) AS _mail_mobile,
  COALESCE(SUM(r.mail_sub <> ''), 0) AS _mail_sub,
  COALESCE(SUM((:a = 0 OR r.mail = '') AND (:b = 0 OR r.mail_mobile = '') AND (:c = 0 OR r.mail_sub = '')), 0) AS _without
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j STRAIGHT_JOIN contact r ON r.id = j.id WHERE r.org_id = :org;

-- contact_mails(ids text, a u64, b u64, c u64) -> one
SELECT COUNT(*) AS _all, COUNT(DISTINCT x.addr) AS _once, COUNT(DISTINCT d.addr) AS _stopped, COALESCE(SUM(CRC32(x.addr)), 0) AS _sum
FROM (SELECT CASE n.n WHEN 1 THEN r.mail WHEN 2 THEN r.mail_mobile ELSE r.mail_sub END AS addr
  FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j STRAIGHT_JOIN contact r ON r.id = j.id
  JOIN (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) n
  WHERE r.org_id = :org AND (n.n = 1 AND :a = 1 OR n.n = 2 AND :b = 1 OR n.n = 3 AND :c = 1)) x
LEFT JOIN dnc d ON d.org_id = :org AND d.addr = x.addr WHERE x.addr <> '';

-- Addresses of records that are in the do-not-contact ledger.

-- resume_stopped(ids text) -> many
SELECT d.addr AS _addr FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j STRAIGHT_JOIN resume r ON r.id = j.id
STRAIGHT_JOIN (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) n
STRAIGHT_JOIN dnc d ON d.org_id = :org AND d.addr = CASE n.n WHEN 1 THEN r.mail WHEN 2 THEN r.mail_mobile ELSE r.mail_sub END
WHERE r.org_id = :org;

-- contact_stopped(ids text) -> many
SELECT d.addr AS _addr FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j STRAIGHT_JOIN contact r ON r.id = j.id
STRAIGHT_JOIN (SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) n
STRAIGHT_JOIN dnc d ON d.org_id = :org AND d.addr = CASE n.n WHEN 1 THEN r.mail WHEN 2 THEN r.mail_mobile ELSE r.mail_sub END
WHERE r.org_id = :org;

-- phase_counts(resumes text, jobs text, phase text) -> one
-- How many pairs have a 選考プロセス in the phase, and in another one.
SELECT COALESCE(SUM(p.phase = :phase), 0) AS _there, COALESCE(SUM(p.phase <> :phase), 0) AS _other
FROM JSON_TABLE(:resumes, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) r
JOIN JSON_TABLE(:jobs, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
STRAIGHT_JOIN process p ON p.org_id = :org AND p.resume_id = r.id AND p.job_id = j.id;

-- sender_addresses() -> many
SELECT mail AS value, mail AS label FROM account WHERE org_id = :org AND id = :actor
UNION ALL SELECT mail2, mail2 FROM account WHERE org_id = :org AND id = :actor AND mail2 <> '';

-- reply_addresses() -> many
SELECT mail AS value, CONCAT(name, ' ', mail) AS label FROM account WHERE org_id = :org AND state = 'active' ORDER BY id LIMIT 200;

-- org_footer() -> one
SELECT name AS _name, zip AS _zip, address AS _address, phone AS _phone FROM org WHERE id = :org;

-- ---- templates: shared, or the owner's alone ----

-- template_list(kind text?) -> list
-- sort updated: t.updated_at desc, t.id desc
SELECT t.id, t.kind, t.name, t.subject, t.phase, t.shared, a.name AS who, @datetime(t.updated_at) AS updated
FROM template t LEFT JOIN account a ON a.id = t.account_id AND a.org_id = t.org_id
WHERE t.org_id = :org AND t.deleted_at IS NULL AND (t.shared = 1 OR t.account_id = :actor) [kind: AND t.kind = :kind];

-- template_options(kind text) -> many
SELECT id, name, phase FROM template
WHERE org_id = :org AND kind = :kind AND deleted_at IS NULL AND (shared = 1 OR account_id = :actor) ORDER BY name, id LIMIT 200;

-- template_one(id u64) -> one
SELECT t.id, t.kind, t.name, t.subject, t.body, t.phase, t.shared, t.version, t.account_id = :actor AS mine, a.name AS who
FROM template t LEFT JOIN account a ON a.id = t.account_id AND a.org_id = t.org_id
WHERE t.org_id = :org AND t.id = :id AND t.deleted_at IS NULL AND (t.shared = 1 OR t.account_id = :actor);

-- template_find(id u64, kind text) -> maybe
SELECT subject AS _subject, body AS _body, phase AS _phase FROM template
WHERE org_id = :org AND id = :id AND kind = :kind AND deleted_at IS NULL AND (shared = 1 OR account_id = :actor);

-- template_insert(kind text, name text, subject text, body text, phase text, shared u64) -> insert
INSERT INTO template (org_id, kind, name, subject, body, phase, account_id, shared, created_at, updated_at)
VALUES (:org, :kind, :name, :subject, :body, :phase, :actor, :shared, :now, :now);

-- template_update(id u64, version u64, kind text, name text, subject text, body text, phase text, shared u64) -> exec
-- Whose it alone shall be, only its owner says.
UPDATE template SET kind = :kind, name = :name, subject = :subject, body = :body, phase = :phase,
  shared = IF(account_id = :actor, :shared, shared), updated_at = :now, version = version + 1
WHERE org_id = :org AND id = :id AND version = :version AND deleted_at IS NULL AND (shared = 1 OR account_id = :actor);

-- template_delete(id u64) -> exec1
UPDATE template SET deleted_at = :now WHERE org_id = :org AND id = :id AND deleted_at IS NULL AND (shared = 1 OR account_id = :actor);

-- ---- signatures: the owner's alone, or shared ----

-- signatures() -> many
-- The account's own.
SELECT s.id, s.name, s.body, s.shared, s.id = a.signature_id AS is_default
FROM signature s JOIN account a ON a.id = s.account_id AND a.org_id = s.org_id
WHERE s.org_id = :org AND s.account_id = :actor ORDER BY s.id LIMIT 50;

-- signatures_shared() -> list
-- Those of colleagues.
-- sort id: s.id
SELECT s.id, s.name, s.body, s.id = a.signature_id AS is_default, w.name AS who
FROM signature s JOIN account a ON a.id = :actor AND a.org_id = s.org_id LEFT JOIN account w ON w.id = s.account_id AND w.org_id = s.org_id
WHERE s.org_id = :org AND s.shared = 1 AND s.account_id <> :actor;

-- signature_options() -> many
(SELECT s.id AS value, s.name AS label FROM signature s WHERE s.org_id = :org AND s.account_id = :actor ORDER BY s.id LIMIT 50)
UNION ALL (SELECT t.id, CONCAT(t.name, ' (', w.name, ')') FROM signature t JOIN account w ON w.id = t.account_id AND w.org_id = t.org_id
  WHERE t.org_id = :org AND t.shared = 1 AND t.account_id <> :actor ORDER BY t.id LIMIT 200);

-- signature_one(id u64) -> one
SELECT s.id, s.name, s.body, s.shared, s.version, s.id = a.signature_id AS is_default, s.account_id = :actor AS mine, w.name AS who
FROM signature s JOIN account a ON a.id = :actor AND a.org_id = s.org_id LEFT JOIN account w ON w.id = s.account_id AND w.org_id = s.org_id
WHERE s.org_id = :org AND s.id = :id AND (s.shared = 1 OR s.account_id = :actor);

-- signature_find(id u64) -> maybe
SELECT body AS _body FROM signature WHERE org_id = :org AND id = :id AND (shared = 1 OR account_id = :actor);

-- signature_default() -> many
-- What the account prefers, while it may use it; else the first of its own.
SELECT s.id AS _id FROM account a JOIN signature s ON s.org_id = a.org_id
WHERE a.org_id = :org AND a.id = :actor AND (s.account_id = :actor OR s.shared = 1 AND s.id = a.signature_id)
ORDER BY s.id = a.signature_id DESC, s.id LIMIT 1;

-- signature_insert(name text, body text, shared u64) -> insert
INSERT INTO signature (org_id, account_id, name, body, shared, created_at, updated_at)
VALUES (:org, :actor, :name, :body, :shared, :now, :now);

-- signature_update(id u64, version u64, name text, body text, shared u64) -> exec
UPDATE signature SET name = :name, body = :body, shared = IF(account_id = :actor, :shared, shared), updated_at = :now, version = version + 1
WHERE org_id = :org AND id = :id AND version = :version AND (shared = 1 OR account_id = :actor);

-- signature_prefer(id u64) -> exec1
UPDATE account SET signature_id = :id WHERE org_id = :org AND id = :actor;

-- signature_unprefer(id u64) -> exec
UPDATE account SET signature_id = 0 WHERE org_id = :org AND id = :actor AND signature_id = :id;

-- signature_delete(id u64) -> exec1
DELETE FROM signature WHERE org_id = :org AND id = :id AND (shared = 1 OR account_id = :actor);

-- ---- 配信停止先 ----

-- dnc_list(addr text?) -> list
-- sort id: d.id desc
SELECT d.id, d.addr, d.reason, d.note, a.name AS who, @datetime(d.created_at) AS at
FROM dnc d LEFT JOIN account a ON a.id = d.account_id AND a.org_id = d.org_id
WHERE d.org_id = :org [addr: AND d.addr LIKE CONCAT(:addr, '%')];

-- dnc_one(id u64) -> one
SELECT id, addr, reason FROM dnc WHERE org_id = :org AND id = :id;

-- dnc_drop(id u64) -> exec1
DELETE FROM dnc WHERE org_id = :org AND id = :id;

-- Records with an address show what the ledger says of any of theirs.

-- flag_resumes(addr text) -> exec
UPDATE resume r JOIN (
  SELECT id FROM resume WHERE org_id = :org AND mail = :addr UNION SELECT id FROM resume WHERE org_id = :org AND mail_mobile = :addr
  UNION SELECT id FROM resume WHERE org_id = :org AND mail_sub = :addr) f ON f.id = r.id
LEFT JOIN dnc a ON a.org_id = r.org_id AND a.addr = r.mail AND a.addr <> ''
LEFT JOIN dnc b ON b.org_id = r.org_id AND b.addr = r.mail_mobile AND b.addr <> ''
LEFT JOIN dnc c ON c.org_id = r.org_id AND c.addr = r.mail_sub AND c.addr <> ''
SET r.mail_flag = CASE WHEN a.reason IN ('request', 'hand') OR b.reason IN ('request', 'hand') OR c.reason IN ('request', 'hand')
  THEN 'stopped' WHEN COALESCE(a.id, b.id, c.id) IS NOT NULL THEN 'bounced' ELSE '' END
WHERE r.org_id = :org AND :addr <> '';

-- flag_contacts(addr text) -> exec
UPDATE contact r JOIN (
  SELECT id FROM contact WHERE org_id = :org AND mail = :addr UNION SELECT id FROM contact WHERE org_id = :org AND mail_mobile = :addr
  UNION SELECT id FROM contact WHERE org_id = :org AND mail_sub = :addr) f ON f.id = r.id
LEFT JOIN dnc a ON a.org_id = r.org_id AND a.addr = r.mail AND a.addr <> ''
LEFT JOIN dnc b ON b.org_id = r.org_id AND b.addr = r.mail_mobile AND b.addr <> ''
LEFT JOIN dnc c ON c.org_id = r.org_id AND c.addr = r.mail_sub AND c.addr <> ''
SET r.mail_flag = CASE WHEN a.reason IN ('request', 'hand') OR b.reason IN ('request', 'hand') OR c.reason IN ('request', 'hand')
  THEN 'stopped' WHEN COALESCE(a.id, b.id, c.id) IS NOT NULL THEN 'bounced' ELSE '' END
WHERE r.org_id = :org AND :addr <> '';

-- unsubscribe_target(id u64) -> maybe
-- unscoped: the token of the link names the mail, nobody is signed in
SELECT o.id AS _id, o.org_id AS _org_id, o.to_addr AS addr, g.name AS org, g.phone AS _phone,
  IF(g.address = '', '', CONCAT(IF(g.zip = '', '', CONCAT('〒', g.zip, ' ')), g.address)) AS _address
FROM outbox o JOIN org g ON g.id = o.org_id WHERE o.id = :id;

-- unsubscribe_state(addr text) -> maybe
SELECT reason, @datetime(created_at) AS since FROM dnc WHERE org_id = :org AND addr = :addr;

-- unsubscribe_mails(addr text, most u64) -> many
-- Bulk mails of runs that were handed over, the latest run first.
SELECT @datetime(COALESCE(o.done_at, o.created_at)) AS at, m.from_name, m.from_addr, m.kind, m.subject AS _subject, o.vars AS _vars
FROM outbox o STRAIGHT_JOIN mail m ON m.id = o.mail_id AND m.org_id = o.org_id
WHERE o.org_id = :org AND o.to_addr = :addr AND o.run_id > 0 AND m.bulk = 1 AND o.state IN ('sent', 'doubt')
ORDER BY o.run_id DESC, o.id DESC LIMIT :most;

-- unsubscribe_back(addr text) -> exec
-- Only what was the person's own wish.
DELETE FROM dnc WHERE org_id = :org AND addr = :addr AND reason = 'request';
