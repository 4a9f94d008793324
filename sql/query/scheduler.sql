-- Statements of daemons/scheduler. It serves all organisations, so nothing is scoped.

-- ---- the lease: the clock is the database's, that of the programs may differ and jump ----

-- lease_look(name text) -> one
SELECT holder, epoch, CONCAT(until_at) AS until_at, until_at < UTC_TIMESTAMP(6) AS lapsed FROM lease WHERE name = CONVERT(:name USING ascii);

-- lease_take(name text, holder text, seconds u64, epoch u64) -> exec
UPDATE lease SET holder = :holder, until_at = UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND, epoch = epoch + 1
WHERE name = CONVERT(:name USING ascii) AND epoch = :epoch;

-- lease_hold(name text, seconds u64, epoch u64) -> exec
UPDATE lease SET until_at = UTC_TIMESTAMP(6) + INTERVAL :seconds SECOND WHERE name = CONVERT(:name USING ascii) AND epoch = :epoch;

-- lease_give(name text, epoch u64) -> exec
UPDATE lease SET holder = '', until_at = '2000-01-01' WHERE name = CONVERT(:name USING ascii) AND epoch = :epoch;

-- A process that is frozen inside a transaction must not keep its locks longer than its lease.
-- lease_patience(seconds u64) -> exec
SET SESSION idle_transaction_timeout = :seconds;

-- ---- what nobody needs any more; each in the order of an index, so that steps stay small ----

-- forget_links(days u64, most u64) -> exec
DELETE FROM link_token WHERE expires_at < :now - INTERVAL :days DAY ORDER BY expires_at LIMIT :most;

-- forget_forms(days u64, most u64) -> exec
DELETE FROM form_once WHERE made_at < :now - INTERVAL :days DAY ORDER BY made_at LIMIT :most;

-- A lock counts from first_at and ends at locked_until: after both nothing of the row is ever looked at.
-- forget_throttle(minutes u64, most u64) -> exec
DELETE FROM throttle WHERE first_at < :now - INTERVAL :minutes MINUTE AND (locked_until IS NULL OR locked_until < :now)
ORDER BY first_at LIMIT :most;

-- forget_signin_codes(most u64) -> exec
DELETE FROM signin_code WHERE expires_at < :now ORDER BY expires_at LIMIT :most;

-- A session that ended by its age is not seen any more either, so one time is enough.
-- forget_sessions(idle_minutes u64, days u64, most u64) -> exec
DELETE FROM session WHERE seen_at < :now - INTERVAL :idle_minutes MINUTE - INTERVAL :days DAY ORDER BY seen_at LIMIT :most;

-- forget_selections(days u64, most u64) -> exec
-- unscoped: of all organisations
DELETE FROM selection WHERE updated_at < :now - INTERVAL :days DAY ORDER BY updated_at LIMIT :most;

-- forget_imports(days u64, most u64) -> exec
-- unscoped: of all organisations
UPDATE file SET deleted_at = :now WHERE noun = 'import' AND created_at < :now - INTERVAL :days DAY AND deleted_at IS NULL
ORDER BY noun, created_at LIMIT :most;

-- drafts_old(days u64, most u64) -> many
-- unscoped: of all organisations
SELECT id, org_id FROM run WHERE state = 'draft' AND updated_at < :now - INTERVAL :days DAY ORDER BY id LIMIT :most
FOR UPDATE SKIP LOCKED;

-- draft_files(org_id u64, run_id u64) -> bulk
-- unscoped: of one of drafts_old
UPDATE file SET deleted_at = :now WHERE org_id = :org_id AND noun = 'run' AND noun_id = :run_id AND deleted_at IS NULL;

-- draft_ways(run_id u64) -> bulk
-- unscoped: of one of drafts_old
DELETE FROM run_files WHERE run_id = :run_id;

-- draft_delete(run_id u64) -> bulk
-- unscoped: one of drafts_old
DELETE FROM run WHERE id = :run_id AND state = 'draft';

-- mail_files_old(months u64, days u64, most u64) -> many
-- unscoped: of all organisations
-- Of runs that ended so long ago that none of their links answers and none of their rows waits, by their oldest files.
SELECT f.noun_id AS run_id FROM file f JOIN run r ON r.id = f.noun_id AND r.org_id = f.org_id
WHERE f.noun = 'run' AND f.created_at < :now - INTERVAL :months MONTH AND f.deleted_at IS NULL
  AND r.state IN ('done', 'stopped', 'cancelled') AND r.done_at < :now - INTERVAL :months MONTH AND r.done_at < :now - INTERVAL :days DAY
  AND r.n_ready + r.n_deferred = 0
  AND NOT EXISTS (SELECT 1 FROM run_files w WHERE w.run_id = r.id AND w.org_id = r.org_id AND w.until_at > :now)
ORDER BY f.noun, f.created_at LIMIT :most;

-- mail_files_hold(run_id u64, months u64) -> maybe
-- unscoped: one of mail_files_old; it may have been taken up again meanwhile
SELECT org_id FROM run WHERE id = :run_id AND state IN ('done', 'stopped', 'cancelled') AND done_at < :now - INTERVAL :months MONTH
  AND n_ready + n_deferred = 0 FOR UPDATE SKIP LOCKED;

-- ---- mail ----

-- runs_late(minutes u64) -> one
-- unscoped: the scheduler serves all
SELECT COUNT(*) AS n, COALESCE(MIN(id), 0) AS first_id FROM run
WHERE state = 'queued' AND COALESCE(start_at, confirmed_at) < :now - INTERVAL :minutes MINUTE;

-- runs_with_old_mail(days u64, after u64, most u64) -> many
-- unscoped: the scheduler serves all
SELECT id, org_id FROM run
WHERE state = 'sending' AND confirmed_at < :now - INTERVAL :days DAY AND n_ready + n_deferred > 0 AND id > :after
ORDER BY id LIMIT :most;

-- ---- the audit log ----

-- audit_head_find() -> one
SELECT seq, hash AS _hash, month, floor_id, written FROM audit_head WHERE one = 1;

-- audit_head_lock() -> one
SELECT seq, hash AS _hash, month, floor_id, written FROM audit_head WHERE one = 1 FOR UPDATE;

-- audit_head_set(seq u64, hash blob32, month u64) -> exec1
UPDATE audit_head SET seq = :seq, hash = :hash, month = :month WHERE one = 1;

-- audit_floor_set(floor u64) -> exec
UPDATE audit_head SET floor_id = :floor WHERE one = 1 AND floor_id < :floor;

-- audit_written_set(written u64) -> exec
UPDATE audit_head SET written = :written WHERE one = 1 AND written < :written;

-- Rows become visible in the order of their commits, not of their ids: so not "after the last one", but "not yet in the chain".
-- audit_unchained(floor u64, most u64) -> many
-- unscoped: the log tells of all
SELECT a.id, DATE_FORMAT(a.at, '%Y-%m-%dT%H:%i:%s.%fZ') AS at, EXTRACT(YEAR_MONTH FROM a.at) AS month,
  a.org_id, a.account_id, a.request_id, a.ip, a.action, a.noun, a.noun_id, a.detail
FROM audit a LEFT JOIN audit_chain c ON c.audit_id = a.id
WHERE a.id > :floor AND c.seq IS NULL ORDER BY a.id LIMIT :most;

-- audit_chain_add(seq u64, audit_id u64, hash blob32, month u64) -> bulk
INSERT INTO audit_chain (seq, audit_id, hash, month) VALUES (:seq, :audit_id, :hash, :month);

-- audit_chain_find(seq u64) -> maybe
SELECT hash AS _hash FROM audit_chain WHERE seq = :seq;

-- audit_chain_newest() -> one
SELECT COALESCE(MAX(audit_id), 0) AS id FROM audit_chain;

-- audit_chained(after u64, most u64) -> many
-- unscoped: the log tells of all
SELECT c.seq, c.hash AS _hash, c.month, a.id, DATE_FORMAT(a.at, '%Y-%m-%dT%H:%i:%s.%fZ') AS at,
  a.org_id, a.account_id, a.request_id, a.ip, a.action, a.noun, a.noun_id, a.detail
FROM audit_chain c JOIN audit a ON a.id = c.audit_id WHERE c.seq > :after ORDER BY c.seq LIMIT :most;

-- The oldest rows of the chain that are on disk; the newest line's row stays, it is where the log goes on.
-- audit_old(months u64, most u64) -> many
-- unscoped: of all organisations
SELECT c.seq, c.audit_id FROM (SELECT seq, audit_id FROM audit_chain
  WHERE seq < (SELECT written FROM audit_head WHERE one = 1) ORDER BY seq LIMIT 1000) c
JOIN audit a ON a.id = c.audit_id WHERE a.at < :now - INTERVAL :months MONTH ORDER BY c.seq LIMIT :most;

-- audit_forget(id u64) -> bulk
-- unscoped: one of audit_old
DELETE FROM audit WHERE id = :id;

-- audit_chain_forget(seq u64) -> bulk
DELETE FROM audit_chain WHERE seq = :seq;
