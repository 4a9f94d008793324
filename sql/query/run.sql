-- States of runs (lib/model/mail/run.c).

-- run_state_hold(run_id u64) -> one
SELECT state, resume_state FROM run WHERE org_id = :org AND id = :run_id FOR UPDATE;

-- run_state_set(run_id u64, state text, resume_state text) -> exec1
UPDATE run SET resume_state = :resume_state, state = :state, updated_at = :now,
  done_at = IF(:state IN ('done', 'stopped', 'cancelled'), :now, NULL)
WHERE org_id = :org AND id = :run_id;

-- run_version_raise(run_id u64) -> exec
-- unscoped: of a run that the caller holds, also the mailer
INSERT INTO run_version (account_id, org_id, version) SELECT r.account_id, r.org_id, 1 FROM run r WHERE r.id = :run_id
ON DUPLICATE KEY UPDATE version = run_version.version + 1;

-- run_files_wipe(run_id u64) -> exec
-- Of a run that never began nothing secret is kept; the word tells its owner to set the password anew.
UPDATE run_files SET password = IF(password <> '' OR guard <> '', 'wiped', ''), guard = '' WHERE org_id = :org AND run_id = :run_id;

-- run_files_removed(run_id u64) -> maybe
SELECT removed_at AS at FROM run_files WHERE org_id = :org AND run_id = :run_id AND removed_at IS NOT NULL;

-- run_phase(run_id u64) -> one
SELECT account_id, job_id, resume_id, phase FROM run WHERE org_id = :org AND id = :run_id;

-- run_state_finish(run_id u64) -> exec
UPDATE run SET state = 'done', done_at = :now, updated_at = :now
WHERE org_id = :org AND id = :run_id AND state = 'sending' AND n_ready = 0 AND n_deferred = 0;
