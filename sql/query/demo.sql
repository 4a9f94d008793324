-- Demo data: everything is made for several organisations, with the ids that the generator gives.

-- demo_orgs() -> one
SELECT COUNT(*) AS n FROM org;

-- demo_writable() -> exec
SET SESSION TRANSACTION READ WRITE;

-- demo_analyze() -> many
-- unscoped: demo data
ANALYZE TABLE company, contact, job, resume, resume_text, resume_search, resume_gram, gram, process, phase_log, history;

-- demo_org(id u64, kind text, name text, kana text, features text, zip text, address text, phone text, made text) -> bulk
INSERT INTO org (id, kind, name, kana, features, zip, address, phone, created_at, updated_at)
VALUES (:id, :kind, :name, :kana, :features, :zip, :address, :phone, :made, :made);

-- demo_account(id u64, org_id u64, login_id text, name text, kana text, mail text, mail2 text, roles text, passwd text, made text) -> bulk
-- unscoped: demo data
INSERT INTO account (id, org_id, login_id, name, kana, mail, mail2, roles, state, passwd, created_at, updated_at)
VALUES (:id, :org_id, :login_id, :name, :kana, :mail, :mail2, :roles, 'active', :passwd, :made, :made);

-- demo_company(id u64, org_id u64, name text, kana text, industry u64, zip text, pref u64, address text, phone text, url text, note text, owner_id u64,
--     search text, made text, changed text) -> bulk
-- unscoped: demo data
INSERT INTO company (id, org_id, name, kana, industry, zip, pref, address, phone, url, note, owner_id, search, created_at, updated_at)
VALUES (:id, :org_id, :name, :kana, :industry, :zip, :pref, :address, :phone, :url, :note, :owner_id, :search, :made, :changed);

-- demo_contact(id u64, org_id u64, company_id u64, name text, kana text, department text, title text, mail text, mail_mobile text, mail_sub text,
--     mail_flag text, phone text, note text, owner_id u64, search text, made text, changed text) -> bulk
-- unscoped: demo data
INSERT INTO contact (id, org_id, company_id, name, kana, department, title, mail, mail_mobile, mail_sub, mail_flag, phone, note, owner_id,
  search, created_at, updated_at)
VALUES (:id, :org_id, :company_id, :name, :kana, :department, :title, :mail, :mail_mobile, :mail_sub, :mail_flag, :phone, :note, :owner_id,
  :search, :made, :changed);

-- demo_job(id u64, org_id u64, company_id u64, contact_id u64, name text, occupation u64, pref u64, address text, employment u64, salary_from u64,
--     salary_to u64, hours text, skills text, licences text, body text, note text, state text, owner_id u64, search text, made text, changed text) -> bulk
-- unscoped: demo data
INSERT INTO job (id, org_id, company_id, contact_id, name, occupation, pref, address, employment, salary_from, salary_to, hours, skills,
  licences, body, note, state, owner_id, search, created_at, updated_at)
VALUES (:id, :org_id, :company_id, :contact_id, :name, :occupation, :pref, :address, :employment, :salary_from, :salary_to, :hours, :skills,
  :licences, :body, :note, :state, :owner_id, :search, :made, :changed);

-- demo_resume(id u64, org_id u64, name text, kana text, birth_on text, zip text, pref u64, address text, phone text, mail text, mail_mobile text,
--     mail_sub text, mail_flag text, occupation u64, experience text, salary_from u64, salary_to u64, skills text, licences text, phase text,
--     available_on text, owner_id u64, made text, changed text) -> bulk
-- unscoped: demo data
INSERT INTO resume (id, org_id, name, kana, birth_on, zip, pref, address, phone, mail, mail_mobile, mail_sub, mail_flag, occupation,
  experience, salary_from, salary_to, skills, licences, phase, available_on, owner_id, created_at, updated_at)
VALUES (:id, :org_id, :name, :kana, :birth_on, :zip, :pref, :address, :phone, :mail, :mail_mobile, :mail_sub, :mail_flag, :occupation,
  :experience, :salary_from, :salary_to, :skills, :licences, :phase, :available_on, :owner_id, :made, :changed);

-- demo_text(resume_id u64, org_id u64, career text, wish text, note text) -> bulk
-- unscoped: demo data
INSERT INTO resume_text (resume_id, org_id, career, wish, note) VALUES (:resume_id, :org_id, :career, :wish, :note);

-- demo_search(resume_id u64, org_id u64, search text) -> bulk
-- unscoped: demo data
INSERT INTO resume_search (resume_id, org_id, search) VALUES (:resume_id, :org_id, :search);

-- demo_grams(org_id u64, gram u64, block u64, bits text) -> bulk
-- unscoped: demo data
INSERT INTO resume_gram (org_id, gram, block, bits) VALUES (:org_id, :gram, :block, UNHEX(:bits));

-- demo_process(id u64, org_id u64, resume_id u64, job_id u64, phase text, note text, owner_id u64, made text, changed text) -> bulk
-- unscoped: demo data
INSERT INTO process (id, org_id, resume_id, job_id, phase, note, owner_id, created_at, updated_at)
VALUES (:id, :org_id, :resume_id, :job_id, :phase, :note, :owner_id, :made, :changed);

-- demo_phase(org_id u64, process_id u64, phase_from text, phase_to text, account_id u64, at text) -> bulk
-- unscoped: demo data
INSERT INTO phase_log (org_id, process_id, phase_from, phase_to, account_id, at)
VALUES (:org_id, :process_id, :phase_from, :phase_to, :account_id, :at);

-- demo_history(org_id u64, noun text, noun_id u64, kind text, account_id u64, at text, body text) -> bulk
-- unscoped: demo data
INSERT INTO history (org_id, noun, noun_id, kind, account_id, at, body) VALUES (:org_id, :noun, :noun_id, :kind, :account_id, :at, :body);

-- demo_dnc(org_id u64, addr text, reason text, note text, account_id u64, made text) -> bulk
-- unscoped: demo data
INSERT INTO dnc (org_id, addr, reason, note, account_id, created_at) VALUES (:org_id, :addr, :reason, :note, :account_id, :made);

-- demo_template(org_id u64, kind text, name text, subject text, body text, phase text, account_id u64, shared u64, made text) -> bulk
-- unscoped: demo data
INSERT INTO template (org_id, kind, name, subject, body, phase, account_id, shared, created_at, updated_at)
VALUES (:org_id, :kind, :name, :subject, :body, :phase, :account_id, :shared, :made, :made);

-- demo_signature(org_id u64, account_id u64, name text, body text, shared u64, made text) -> bulk
-- unscoped: demo data
INSERT INTO signature (org_id, account_id, name, body, shared, created_at, updated_at)
VALUES (:org_id, :account_id, :name, :body, :shared, :made, :made);

-- demo_signature_prefer(org_id u64) -> exec
-- unscoped: demo data
UPDATE account a JOIN (SELECT account_id, MIN(id) AS id FROM signature WHERE org_id = :org_id GROUP BY account_id) s ON s.account_id = a.id
SET a.signature_id = s.id WHERE a.org_id = :org_id;

-- demo_saved(org_id u64, account_id u64, list text, name text, query text, made text) -> bulk
-- unscoped: demo data
INSERT INTO saved_search (org_id, account_id, list, name, query, created_at) VALUES (:org_id, :account_id, :list, :name, :query, :made);

-- demo_counter(org_id u64, noun text, n u64) -> bulk
-- unscoped: demo data
INSERT INTO counter (org_id, noun, n) VALUES (:org_id, :noun, :n);

-- demo_gram(gram u64, n u64) -> bulk
INSERT INTO gram (gram, n) VALUES (:gram, :n);

-- demo_key(org_id u64, noun text, kind u64, hash blob16, id u64) -> bulk
-- unscoped: makes the organisations
INSERT INTO record_key (org_id, noun, kind, hash, record_id) VALUES (:org_id, :noun, :kind, :hash, :id);

-- demo_pairs(org_id u64, noun text, kind u64, low blob16, high blob16, at text) -> exec
-- unscoped: makes the organisations
INSERT INTO duplicate (org_id, noun, low_id, high_id, reasons, found_at)
SELECT a.org_id, a.noun, a.record_id, b.record_id, 1 << (a.kind - 1), :at
FROM record_key a STRAIGHT_JOIN record_key b ON b.org_id = a.org_id AND b.noun = a.noun AND b.kind = a.kind AND b.hash = a.hash
  AND b.record_id > a.record_id
WHERE a.org_id = :org_id AND a.noun = :noun AND a.kind = :kind AND a.hash BETWEEN :low AND :high
ON DUPLICATE KEY UPDATE reasons = duplicate.reasons | VALUES(reasons);

-- demo_mail(id u64, account_id u64, subject text, body text, made text) -> exec
-- unscoped: makes the organisations
INSERT INTO mail (id, org_id, kind, bulk, from_name, from_addr, subject, body, account_id, created_at)
SELECT :id, o.id, 'resume', 1, CONCAT(o.name, ' ', a.name), a.mail, :subject, :body, a.id, :made
FROM account a JOIN org o ON o.id = a.org_id WHERE a.id = :account_id;

-- demo_run(id u64, account_id u64, query text, made text, done text) -> exec
-- unscoped: makes the organisations
-- Of the mail with the same id.
INSERT INTO run (id, org_id, account_id, kind, list, state, scope, query, ids, fields, from_name, from_addr, subject, body, mail_id, created_at, confirmed_at,
  done_at, updated_at)
SELECT id, org_id, :account_id, kind, 'resume', 'done', 'all', :query, '', 'mail', from_name, from_addr, subject, body, id, :made, :made, :done, :done
FROM mail WHERE id = :id;

-- demo_outbox(run_id u64, occupation u64) -> exec
-- unscoped: makes the organisations
-- At most 400 of those who were registered by then; refused is who a figure made of both ids says.
INSERT INTO outbox (org_id, run_id, mail_id, noun, noun_id, once_key, to_addr, to_name, vars, state, attempts, due_at, smtp_code, smtp_text, created_at,
    done_at)
SELECT s.org_id, s.run_id, s.mail_id, 'resume', s.id, s.mail, s.mail, s.name, CONCAT('氏名\t', s.name, '\n'), s.state, s.state <> 'suppressed', s.done_at,
  CASE s.state WHEN 'sent' THEN 250 WHEN 'failed' THEN 550 ELSE 0 END,
  CASE s.state WHEN 'sent' THEN '2.0.0 Ok: queued' WHEN 'failed' THEN '5.1.1 User unknown' ELSE '' END, s.confirmed_at, s.done_at
FROM (SELECT r.id, r.org_id, r.mail, r.name, u.id AS run_id, u.mail_id, u.confirmed_at, u.done_at,
    CASE WHEN d.id IS NOT NULL THEN 'suppressed' WHEN CRC32(CONCAT(u.id, '.', r.id)) % 64 = 0 THEN 'failed' ELSE 'sent' END AS state
  FROM run u JOIN resume r ON r.org_id = u.org_id AND r.occupation = :occupation AND r.mail <> '' AND r.created_at < u.confirmed_at
  LEFT JOIN dnc d ON d.org_id = r.org_id AND d.addr = r.mail
  WHERE u.id = :run_id ORDER BY r.id LIMIT 400) s
ON DUPLICATE KEY UPDATE outbox.id = outbox.id;

-- demo_run_counts(org_id u64) -> exec
-- unscoped: makes the organisations
UPDATE run u JOIN (SELECT o.run_id, COUNT(*) AS n, SUM(o.state = 'sent') AS sent, SUM(o.state = 'failed') AS failed, SUM(o.state = 'suppressed') AS suppressed
    FROM outbox o JOIN run x ON x.id = o.run_id WHERE x.org_id = :org_id GROUP BY o.run_id) c ON c.run_id = u.id
SET u.n_records = c.n, u.n_total = c.n, u.n_sent = c.sent, u.n_failed = c.failed, u.n_suppressed = c.suppressed;

-- demo_run_versions(org_id u64) -> exec
-- unscoped: makes the organisations
INSERT INTO run_version (account_id, org_id, version) SELECT DISTINCT account_id, org_id, 1 FROM run WHERE org_id = :org_id
ON DUPLICATE KEY UPDATE version = run_version.version + 1;

-- demo_runs_seen(org_id u64, at text) -> exec
-- unscoped: makes the organisations
UPDATE account SET runs_seen_at = :at WHERE org_id = :org_id;
