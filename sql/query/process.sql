-- 選考プロセス: made and moved by people and, with a mail, by the mailer.

-- process_lock(id u64) -> one
SELECT id AS _id, resume_id AS _resume_id, job_id AS _job_id, phase AS _phase, version AS _version
FROM process WHERE org_id = :org AND id = :id FOR UPDATE;

-- process_of_pair(resume_id u64, job_id u64) -> maybe
SELECT id AS _id, phase AS _phase FROM process
WHERE org_id = :org AND resume_id = :resume_id AND job_id = :job_id FOR UPDATE;

-- process_insert(resume_id u64, job_id u64, phase text, note text, owner_id u64) -> insert
INSERT INTO process (org_id, resume_id, job_id, phase, note, owner_id, created_at, updated_at)
SELECT :org, r.id, j.id, :phase, :note, :owner_id, :now, :now FROM resume r JOIN job j ON j.org_id = r.org_id
WHERE r.org_id = :org AND r.id = :resume_id AND j.id = :job_id;

-- process_set_phase(id u64, phase text) -> exec1
UPDATE process SET phase = :phase, updated_at = :now, version = version + 1 WHERE org_id = :org AND id = :id;

-- process_log(process_id u64, phase_from text, phase_to text, run_id u64) -> exec1
INSERT INTO phase_log (org_id, process_id, phase_from, phase_to, account_id, run_id, at)
VALUES (:org, :process_id, :phase_from, :phase_to, :actor, :run_id, :now);

-- process_resume_phase(resume_id u64, phase text) -> exec
UPDATE resume SET phase = :phase WHERE org_id = :org AND id = :resume_id;
