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

-- demo_company(id u64, org_id u64, name text, kana text, industry u64, zip text, pref u64, address text, phone text, url text, note text, owner_id u64, search text, made text, changed text) -> bulk
-- unscoped: demo data
INSERT INTO company (id, org_id, name, kana, industry, zip, pref, address, phone, url, note, owner_id, search, created_at, updated_at)
VALUES (:id, :org_id, :name, :kana, :industry, :zip, :pref, :address, :phone, :url, :note, :owner_id, :search, :made, :changed);

-- demo_contact(id u64, org_id u64, company_id u64, name text, kana text, department text, title text, mail text, mail_mobile text, mail_sub text, mail_flag text, phone text, note text, owner_id u64, search text, made text, changed text) -> bulk
-- unscoped: demo data
INSERT INTO contact (id, org_id, company_id, name, kana, department, title, mail, mail_mobile, mail_sub, mail_flag, phone, note, owner_id,
  search, created_at, updated_at)
VALUES (:id, :org_id, :company_id, :name, :kana, :department, :title, :mail, :mail_mobile, :mail_sub, :mail_flag, :phone, :note, :owner_id,
  :search, :made, :changed);

-- demo_job(id u64, org_id u64, company_id u64, contact_id u64, name text, occupation u64, pref u64, address text, employment u64, salary_from u64, salary_to u64, hours text, skills text, licences text, body text, note text, state text, owner_id u64, search text, made text, changed text) -> bulk
-- unscoped: demo data
INSERT INTO job (id, org_id, company_id, contact_id, name, occupation, pref, address, employment, salary_from, salary_to, hours, skills,
  licences, body, note, state, owner_id, search, created_at, updated_at)
VALUES (:id, :org_id, :company_id, :contact_id, :name, :occupation, :pref, :address, :employment, :salary_from, :salary_to, :hours, :skills,
  :licences, :body, :note, :state, :owner_id, :search, :made, :changed);

-- demo_resume(id u64, org_id u64, name text, kana text, birth_on text, zip text, pref u64, address text, phone text, mail text, mail_mobile text, mail_sub text, mail_flag text, occupation u64, experience text, salary_from u64, salary_to u64, skills text, licences text, phase text, available_on text, owner_id u64, made text, changed text) -> bulk
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

-- demo_template(org_id u64, kind text, name text, subject text, body text, phase text, account_id u64, made text) -> bulk
-- unscoped: demo data
INSERT INTO template (org_id, kind, name, subject, body, phase, account_id, created_at, updated_at)
VALUES (:org_id, :kind, :name, :subject, :body, :phase, :account_id, :made, :made);

-- demo_signature(org_id u64, account_id u64, name text, body text, is_default u64, made text) -> bulk
-- unscoped: demo data
INSERT INTO signature (org_id, account_id, name, body, is_default, created_at, updated_at)
VALUES (:org_id, :account_id, :name, :body, :is_default, :made, :made);

-- demo_saved(org_id u64, account_id u64, list text, name text, query text, made text) -> bulk
-- unscoped: demo data
INSERT INTO saved_search (org_id, account_id, list, name, query, created_at) VALUES (:org_id, :account_id, :list, :name, :query, :made);

-- demo_counter(org_id u64, noun text, n u64) -> bulk
-- unscoped: demo data
INSERT INTO counter (org_id, noun, n) VALUES (:org_id, :noun, :n);

-- demo_gram(gram u64, n u64) -> bulk
INSERT INTO gram (gram, n) VALUES (:gram, :n);

-- demo_key(org_id u64, kind u64, hash blob16, resume_id u64) -> bulk
-- unscoped: makes the organisations
INSERT INTO resume_key (org_id, kind, hash, resume_id) VALUES (:org_id, :kind, :hash, :resume_id);

-- demo_pairs(org_id u64, kind u64, low blob16, high blob16, at text) -> exec
-- unscoped: makes the organisations
-- Telephone numbers that are nobody's are few: of a large demo only those near each other are pairs.
INSERT INTO duplicate (org_id, low_id, high_id, reasons, found_at) SELECT a.org_id, a.resume_id, b.resume_id, 1 << (a.kind - 1), :at
FROM resume_key a STRAIGHT_JOIN resume_key b ON b.org_id = a.org_id AND b.kind = a.kind AND b.hash = a.hash
  AND b.resume_id BETWEEN a.resume_id + 1 AND a.resume_id + 8000
WHERE a.org_id = :org_id AND a.kind = :kind AND a.hash BETWEEN :low AND :high
ON DUPLICATE KEY UPDATE reasons = duplicate.reasons | VALUES(reasons);
