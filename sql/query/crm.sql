-- Records of the CRM one by one. Lists stand in model.sql: the mailer walks them, too.

-- owners(noun text) -> many
-- Who may be in charge of records of a noun, and behind them (left) whose account was closed and who still is of some.
-- Kept by the programs under org.members_version: whatever changes who may be in charge raises it. Somebody who left is offered until
-- then, also when his last record has gone to somebody else.
SELECT a.id AS value, a.name AS label, a.state = 'closed' AS _left FROM account a
WHERE a.org_id = :org AND (a.state = 'active' OR a.state = 'closed' AND CASE :noun
  WHEN 'company' THEN EXISTS (SELECT 1 FROM company r WHERE r.org_id = :org AND r.owner_id = a.id)
  WHEN 'contact' THEN EXISTS (SELECT 1 FROM contact r WHERE r.org_id = :org AND r.owner_id = a.id)
  WHEN 'job' THEN EXISTS (SELECT 1 FROM job r WHERE r.org_id = :org AND r.owner_id = a.id)
  WHEN 'resume' THEN EXISTS (SELECT 1 FROM resume r WHERE r.org_id = :org AND r.owner_id = a.id)
  WHEN 'process' THEN EXISTS (SELECT 1 FROM process r WHERE r.org_id = :org AND r.owner_id = a.id) END)
ORDER BY a.state = 'closed', a.id LIMIT 500;

-- counter_get(noun text) -> maybe
SELECT n AS _n FROM counter WHERE org_id = :org AND noun = :noun;

-- ---- 企業 ----

-- company_one(id u64) -> one
SELECT c.id, c.name, c.kana, NULLIF(c.industry, 0) AS industry, c.zip, NULLIF(c.pref, 0) AS pref, c.address, c.phone, c.url,
  c.note, NULLIF(c.owner_id, 0) AS owner_id, a.name AS owner, c.version, @datetime(c.created_at) AS created,
  @datetime(c.updated_at) AS updated
FROM company c LEFT JOIN account a ON a.id = c.owner_id AND a.org_id = c.org_id WHERE c.org_id = :org AND c.id = :id;

-- company_insert(name text, kana text, industry text, zip text, pref text, address text, phone text, url text, note text, owner_id u64, search text) -> insert
INSERT INTO company (org_id, name, kana, industry, zip, pref, address, phone, url, note, owner_id, search, created_at, updated_at)
VALUES (:org, :name, :kana, COALESCE(NULLIF(:industry, ''), 0), :zip, COALESCE(NULLIF(:pref, ''), 0), :address, :phone, :url,
  :note, :owner_id, :search, :now, :now);

-- company_update(id u64, version u64, name text, kana text, industry text, zip text, pref text, address text, phone text, url text, note text, owner_id u64,
--     search text) -> exec
UPDATE company SET name = :name, kana = :kana, industry = COALESCE(NULLIF(:industry, ''), 0), zip = :zip,
  pref = COALESCE(NULLIF(:pref, ''), 0), address = :address, phone = :phone, url = :url, note = :note, owner_id = :owner_id,
  search = :search, updated_at = :now, version = version + 1
WHERE org_id = :org AND id = :id AND version = :version;

-- company_by_name(name text) -> many
SELECT id AS _id FROM company WHERE org_id = :org AND name = :name ORDER BY id LIMIT 2;

-- company_contacts(company_id u64) -> many
SELECT id, name, department, title, mail FROM contact WHERE org_id = :org AND company_id = :company_id
ORDER BY updated_at DESC, id DESC LIMIT 50;

-- company_jobs(company_id u64) -> many
SELECT id, name, state, @date(updated_at) AS updated FROM job WHERE org_id = :org AND company_id = :company_id
ORDER BY updated_at DESC, id DESC LIMIT 50;

-- company_options(company_id u64) -> many
SELECT id AS value, name AS label FROM company WHERE org_id = :org AND id = :company_id;

-- ---- 企業担当者 ----

-- contact_one(id u64) -> one
SELECT c.id, c.company_id, co.name AS company, c.name, c.kana, c.department, c.title, c.mail, c.mail_mobile, c.mail_sub,
  c.mail_flag, c.phone, c.note, NULLIF(c.owner_id, 0) AS owner_id, a.name AS owner, c.version,
  @datetime(c.created_at) AS created, @datetime(c.updated_at) AS updated
FROM contact c JOIN company co ON co.id = c.company_id AND co.org_id = c.org_id
LEFT JOIN account a ON a.id = c.owner_id AND a.org_id = c.org_id WHERE c.org_id = :org AND c.id = :id;

-- contact_insert(company_id u64, name text, kana text, department text, title text, mail text, mail_mobile text, mail_sub text, phone text, note text,
--     owner_id u64, search text) -> insert
INSERT INTO contact (org_id, company_id, name, kana, department, title, mail, mail_mobile, mail_sub, phone, note, owner_id, search,
  created_at, updated_at)
SELECT :org, id, :name, :kana, :department, :title, :mail, :mail_mobile, :mail_sub, :phone, :note, :owner_id, :search, :now, :now
FROM company WHERE org_id = :org AND id = :company_id;

-- contact_update(id u64, version u64, company_id u64, name text, kana text, department text, title text, mail text, mail_mobile text, mail_sub text,
--     phone text, note text, owner_id u64, search text) -> exec
UPDATE contact c JOIN company co ON co.org_id = c.org_id AND co.id = :company_id
SET c.company_id = co.id, c.name = :name, c.kana = :kana, c.department = :department, c.title = :title, c.mail = :mail,
  c.mail_mobile = :mail_mobile, c.mail_sub = :mail_sub, c.phone = :phone, c.note = :note, c.owner_id = :owner_id,
  c.search = :search, c.updated_at = :now, c.version = c.version + 1
WHERE c.org_id = :org AND c.id = :id AND c.version = :version;

-- ---- JOB ----

-- job_one(id u64) -> one
SELECT j.id, j.company_id, co.name AS company, NULLIF(j.contact_id, 0) AS contact_id, ct.name AS contact, j.name,
  NULLIF(j.occupation, 0) AS occupation, NULLIF(j.pref, 0) AS pref, j.address, NULLIF(j.employment, 0) AS employment,
  NULLIF(j.salary_from, 0) AS salary_from, NULLIF(j.salary_to, 0) AS salary_to, j.hours, j.skills, j.licences, j.body, j.note,
  j.state, NULLIF(j.owner_id, 0) AS owner_id, a.name AS owner, j.version, @datetime(j.created_at) AS created,
  @datetime(j.updated_at) AS updated
FROM job j JOIN company co ON co.id = j.company_id AND co.org_id = j.org_id
LEFT JOIN contact ct ON ct.id = j.contact_id AND ct.org_id = j.org_id
LEFT JOIN account a ON a.id = j.owner_id AND a.org_id = j.org_id WHERE j.org_id = :org AND j.id = :id;

-- job_insert(company_id u64, contact_id u64, name text, occupation text, pref text, address text, employment text, salary_from u64, salary_to u64,
--     hours text, skills text, licences text, body text, note text, state text, owner_id u64, search text) -> insert
INSERT INTO job (org_id, company_id, contact_id, name, occupation, pref, address, employment, salary_from, salary_to, hours, skills,
  licences, body, note, state, owner_id, search, created_at, updated_at)
SELECT :org, id, :contact_id, :name, COALESCE(NULLIF(:occupation, ''), 0), COALESCE(NULLIF(:pref, ''), 0), :address,
  COALESCE(NULLIF(:employment, ''), 0), :salary_from, :salary_to, :hours, :skills, :licences, :body, :note, :state, :owner_id,
  :search, :now, :now
FROM company WHERE org_id = :org AND id = :company_id;

-- job_update(id u64, version u64, company_id u64, contact_id u64, name text, occupation text, pref text, address text, employment text, salary_from u64,
--     salary_to u64, hours text, skills text, licences text, body text, note text, state text, owner_id u64, search text) -> exec
UPDATE job j JOIN company co ON co.org_id = j.org_id AND co.id = :company_id
SET j.company_id = co.id, j.contact_id = :contact_id, j.name = :name, j.occupation = COALESCE(NULLIF(:occupation, ''), 0),
  j.pref = COALESCE(NULLIF(:pref, ''), 0), j.address = :address, j.employment = COALESCE(NULLIF(:employment, ''), 0),
  j.salary_from = :salary_from, j.salary_to = :salary_to, j.hours = :hours, j.skills = :skills, j.licences = :licences,
  j.body = :body, j.note = :note, j.state = :state, j.owner_id = :owner_id, j.search = :search, j.updated_at = :now,
  j.version = j.version + 1
WHERE j.org_id = :org AND j.id = :id AND j.version = :version;

-- job_contact_find(company_id u64, name text) -> many
SELECT id AS _id FROM contact WHERE org_id = :org AND company_id = :company_id AND name = :name ORDER BY id LIMIT 2;

-- job_contact_now(job_id u64, company_id u64, name text) -> many
SELECT c.id AS _id FROM job j JOIN contact c ON c.id = j.contact_id AND c.org_id = j.org_id
WHERE j.org_id = :org AND j.id = :job_id AND j.company_id = :company_id AND c.name = :name;

-- job_processes(job_id u64) -> many
SELECT p.id, p.resume_id, r.name, p.phase, @date(p.updated_at) AS updated
FROM process p JOIN resume r ON r.id = p.resume_id AND r.org_id = p.org_id WHERE p.org_id = :org AND p.job_id = :job_id
ORDER BY p.updated_at DESC, p.id DESC LIMIT 50;

-- ---- レジュメ ----

-- resume_one(id u64) -> one
SELECT r.id, r.name, r.kana, @day(r.birth_on) AS birth_on, IF(r.birth_on = '0001-01-01', NULL, TIMESTAMPDIFF(YEAR, r.birth_on,
    DATE(:now + INTERVAL 9 HOUR))) AS age,
  r.zip, NULLIF(r.pref, 0) AS pref, r.address, r.phone, r.mail, r.mail_mobile, r.mail_sub, r.mail_flag,
  NULLIF(r.occupation, 0) AS occupation, r.experience, NULLIF(r.salary_from, 0) AS salary_from,
  NULLIF(r.salary_to, 0) AS salary_to, r.skills, r.licences, r.phase, @day(r.available_on) AS available_on,
  NULLIF(r.owner_id, 0) AS owner_id, a.name AS owner, t.career, t.wish, t.note, r.version, @datetime(r.created_at) AS created,
  @datetime(r.updated_at) AS updated
FROM resume r JOIN resume_text t ON t.resume_id = r.id AND t.org_id = r.org_id
LEFT JOIN account a ON a.id = r.owner_id AND a.org_id = r.org_id WHERE r.org_id = :org AND r.id = :id;

-- resume_insert(name text, kana text, birth_on text, zip text, pref text, address text, phone text, mail text, mail_mobile text, mail_sub text,
--     occupation text, experience text, salary_from u64, salary_to u64, skills text, licences text, available_on text, owner_id u64) -> insert
INSERT INTO resume (org_id, name, kana, birth_on, zip, pref, address, phone, mail, mail_mobile, mail_sub, occupation, experience,
  salary_from, salary_to, skills, licences, available_on, owner_id, created_at, updated_at)
VALUES (:org, :name, :kana, COALESCE(NULLIF(:birth_on, ''), '0001-01-01'), :zip, COALESCE(NULLIF(:pref, ''), 0), :address, :phone,
  :mail, :mail_mobile, :mail_sub, COALESCE(NULLIF(:occupation, ''), 0), :experience, :salary_from, :salary_to, :skills, :licences,
  COALESCE(NULLIF(:available_on, ''), '0001-01-01'), :owner_id, :now, :now);

-- resume_update(id u64, version u64, name text, kana text, birth_on text, zip text, pref text, address text, phone text, mail text, mail_mobile text,
--     mail_sub text, occupation text, experience text, salary_from u64, salary_to u64, skills text, licences text, available_on text, owner_id u64) -> exec
UPDATE resume SET name = :name, kana = :kana, birth_on = COALESCE(NULLIF(:birth_on, ''), '0001-01-01'), zip = :zip,
  pref = COALESCE(NULLIF(:pref, ''), 0), address = :address, phone = :phone, mail = :mail, mail_mobile = :mail_mobile,
  mail_sub = :mail_sub, occupation = COALESCE(NULLIF(:occupation, ''), 0), experience = :experience, salary_from = :salary_from,
  salary_to = :salary_to, skills = :skills, licences = :licences,
  available_on = COALESCE(NULLIF(:available_on, ''), '0001-01-01'), owner_id = :owner_id, updated_at = :now, version = version + 1
WHERE org_id = :org AND id = :id AND version = :version;

-- resume_text_put(resume_id u64, career text, wish text, note text) -> exec
INSERT INTO resume_text (resume_id, org_id, career, wish, note) VALUES (:resume_id, :org, :career, :wish, :note)
ON DUPLICATE KEY UPDATE career = VALUES(career), wish = VALUES(wish), note = VALUES(note);

-- resume_text_add(resume_id u64, career text, wish text, note text) -> bulk
INSERT INTO resume_text (resume_id, org_id, career, wish, note) VALUES (:resume_id, :org, :career, :wish, :note);

-- part flag_of
CASE WHEN a.reason IN ('request', 'hand') OR b.reason IN ('request', 'hand') OR c.reason IN ('request', 'hand')
  THEN 'stopped' WHEN COALESCE(a.id, b.id, c.id) IS NOT NULL THEN 'bounced' ELSE '' END;

-- resume_flag(id u64) -> exec
UPDATE resume r LEFT JOIN dnc a ON a.org_id = r.org_id AND a.addr = r.mail AND a.addr <> ''
  LEFT JOIN dnc b ON b.org_id = r.org_id AND b.addr = r.mail_mobile AND b.addr <> ''
  LEFT JOIN dnc c ON c.org_id = r.org_id AND c.addr = r.mail_sub AND c.addr <> ''
SET r.mail_flag = {flag_of} WHERE r.org_id = :org AND r.id = :id;

-- resume_flags(ids text) -> exec
UPDATE JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j STRAIGHT_JOIN resume r ON r.id = j.id
  LEFT JOIN dnc a ON a.org_id = r.org_id AND a.addr = r.mail AND a.addr <> ''
  LEFT JOIN dnc b ON b.org_id = r.org_id AND b.addr = r.mail_mobile AND b.addr <> ''
  LEFT JOIN dnc c ON c.org_id = r.org_id AND c.addr = r.mail_sub AND c.addr <> ''
SET r.mail_flag = {flag_of} WHERE r.org_id = :org;

-- contact_flag(id u64) -> exec
UPDATE contact r LEFT JOIN dnc a ON a.org_id = r.org_id AND a.addr = r.mail AND a.addr <> ''
  LEFT JOIN dnc b ON b.org_id = r.org_id AND b.addr = r.mail_mobile AND b.addr <> ''
  LEFT JOIN dnc c ON c.org_id = r.org_id AND c.addr = r.mail_sub AND c.addr <> ''
SET r.mail_flag = {flag_of} WHERE r.org_id = :org AND r.id = :id;

-- contact_flags(ids text) -> exec
UPDATE JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j STRAIGHT_JOIN contact r ON r.id = j.id
  LEFT JOIN dnc a ON a.org_id = r.org_id AND a.addr = r.mail AND a.addr <> ''
  LEFT JOIN dnc b ON b.org_id = r.org_id AND b.addr = r.mail_mobile AND b.addr <> ''
  LEFT JOIN dnc c ON c.org_id = r.org_id AND c.addr = r.mail_sub AND c.addr <> ''
SET r.mail_flag = {flag_of} WHERE r.org_id = :org;

-- resume_processes(resume_id u64) -> many
SELECT p.id, p.job_id, j.name, co.name AS company, p.phase, @date(p.updated_at) AS updated
FROM process p JOIN job j ON j.id = p.job_id AND j.org_id = p.org_id JOIN company co ON co.id = j.company_id AND co.org_id = j.org_id
WHERE p.org_id = :org AND p.resume_id = :resume_id ORDER BY p.id DESC LIMIT 50;

-- ---- 選考プロセス ----

-- process_one(id u64) -> one
SELECT p.id, p.resume_id, r.name AS resume, p.job_id, j.name AS job, co.name AS company, p.phase, p.note,
  NULLIF(p.owner_id, 0) AS owner_id, a.name AS owner, p.version, @datetime(p.created_at) AS created,
  @datetime(p.updated_at) AS updated
FROM process p JOIN resume r ON r.id = p.resume_id AND r.org_id = p.org_id JOIN job j ON j.id = p.job_id AND j.org_id = p.org_id
JOIN company co ON co.id = j.company_id AND co.org_id = j.org_id
LEFT JOIN account a ON a.id = p.owner_id AND a.org_id = p.org_id WHERE p.org_id = :org AND p.id = :id;

-- process_ends(resume_id u64, job_id u64) -> one
SELECT (SELECT COUNT(*) FROM resume WHERE org_id = :org AND id = :resume_id) AS _resumes,
  (SELECT COUNT(*) FROM job WHERE org_id = :org AND id = :job_id) AS _jobs;

-- process_update(id u64, version u64, phase text, note text, owner_id u64) -> exec
-- A move of the phase, which follows, raises the version itself.
UPDATE process SET note = :note, owner_id = :owner_id, updated_at = :now, version = version + (phase = :phase)
WHERE org_id = :org AND id = :id AND version = :version;

-- process_phases(process_id u64) -> many
SELECT l.phase_from, l.phase_to, @datetime(l.at) AS at, a.name AS who, NULLIF(l.run_id, 0) AS run_id
FROM phase_log l LEFT JOIN account a ON a.id = l.account_id AND a.org_id = l.org_id
WHERE l.org_id = :org AND l.process_id = :process_id ORDER BY l.id DESC LIMIT 100;

-- ---- CSV: the fields of the forms, in the order of the ids ----

-- company_export(ids text) -> many
SELECT c.id, c.name, c.kana, NULLIF(c.industry, 0) AS industry, c.zip, NULLIF(c.pref, 0) AS pref, c.address, c.phone, c.url, c.note,
  a.name AS owner, @datetime(c.updated_at) AS updated
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (n FOR ORDINALITY, id BIGINT UNSIGNED PATH '$')) j JOIN company c ON c.id = j.id
LEFT JOIN account a ON a.id = c.owner_id AND a.org_id = c.org_id WHERE c.org_id = :org ORDER BY j.n;

-- contact_export(ids text) -> many
SELECT c.id, co.name AS company, c.name, c.kana, c.department, c.title, c.mail, c.mail_mobile, c.mail_sub, c.phone, c.note,
  a.name AS owner, @datetime(c.updated_at) AS updated
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (n FOR ORDINALITY, id BIGINT UNSIGNED PATH '$')) j JOIN contact c ON c.id = j.id
JOIN company co ON co.id = c.company_id AND co.org_id = c.org_id
LEFT JOIN account a ON a.id = c.owner_id AND a.org_id = c.org_id WHERE c.org_id = :org ORDER BY j.n;

-- job_export(ids text) -> many
SELECT t.id, t.name, co.name AS company, ct.name AS contact, t.state, NULLIF(t.occupation, 0) AS occupation,
  NULLIF(t.pref, 0) AS pref, t.address, NULLIF(t.employment, 0) AS employment, NULLIF(t.salary_from, 0) AS salary_from,
  NULLIF(t.salary_to, 0) AS salary_to, t.hours, t.skills, t.licences, t.body, t.note, a.name AS owner,
  @datetime(t.updated_at) AS updated
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (n FOR ORDINALITY, id BIGINT UNSIGNED PATH '$')) j JOIN job t ON t.id = j.id
JOIN company co ON co.id = t.company_id AND co.org_id = t.org_id
LEFT JOIN contact ct ON ct.id = t.contact_id AND ct.org_id = t.org_id
LEFT JOIN account a ON a.id = t.owner_id AND a.org_id = t.org_id WHERE t.org_id = :org ORDER BY j.n;

-- resume_export(ids text) -> many
SELECT r.id, r.name, r.kana, @day(r.birth_on) AS birth_on, r.zip, NULLIF(r.pref, 0) AS pref, r.address, r.phone, r.mail, r.mail_mobile,
  r.mail_sub, NULLIF(r.occupation, 0) AS occupation, r.experience, NULLIF(r.salary_from, 0) AS salary_from,
  NULLIF(r.salary_to, 0) AS salary_to, r.skills, r.licences, @day(r.available_on) AS available_on, x.career, x.wish, x.note,
  a.name AS owner, @datetime(r.updated_at) AS updated
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (n FOR ORDINALITY, id BIGINT UNSIGNED PATH '$')) j JOIN resume r ON r.id = j.id
JOIN resume_text x ON x.resume_id = r.id AND x.org_id = r.org_id
LEFT JOIN account a ON a.id = r.owner_id AND a.org_id = r.org_id WHERE r.org_id = :org ORDER BY j.n;

-- process_export(ids text) -> many
SELECT p.id, p.resume_id, p.job_id, p.phase, p.note, a.name AS owner, @datetime(p.updated_at) AS updated
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (n FOR ORDINALITY, id BIGINT UNSIGNED PATH '$')) j JOIN process p ON p.id = j.id
LEFT JOIN account a ON a.id = p.owner_id AND a.org_id = p.org_id WHERE p.org_id = :org ORDER BY j.n;

-- ---- ホーム ----

-- home_phase(phase text, cap u64) -> one
SELECT COUNT(*) AS n FROM (SELECT 1 FROM process WHERE org_id = :org AND phase = :phase LIMIT :cap) t;

-- home_waiting(days u64) -> many
-- Mine that have not moved for days, the longest first: the first of each open phase, in the order of the index.
SELECT p.id, r.name, j.name AS job, p.phase, @date(p.updated_at) AS updated,
  TIMESTAMPDIFF(DAY, p.updated_at, :now) AS days
FROM (
  (SELECT id, updated_at FROM process WHERE org_id = :org AND owner_id = :actor AND phase = 'approach' AND updated_at < :now - INTERVAL :days DAY
    ORDER BY updated_at, id LIMIT 10)
  UNION ALL
  (SELECT id, updated_at FROM process WHERE org_id = :org AND owner_id = :actor AND phase = 'applied' AND updated_at < :now - INTERVAL :days DAY
    ORDER BY updated_at, id LIMIT 10)
  UNION ALL
  (SELECT id, updated_at FROM process WHERE org_id = :org AND owner_id = :actor AND phase = 'screening' AND updated_at < :now - INTERVAL :days DAY
    ORDER BY updated_at, id LIMIT 10)
  UNION ALL
  (SELECT id, updated_at FROM process WHERE org_id = :org AND owner_id = :actor AND phase = 'interview' AND updated_at < :now - INTERVAL :days DAY
    ORDER BY updated_at, id LIMIT 10)
  UNION ALL
  (SELECT id, updated_at FROM process WHERE org_id = :org AND owner_id = :actor AND phase = 'offer' AND updated_at < :now - INTERVAL :days DAY
    ORDER BY updated_at, id LIMIT 10)) w
JOIN process p ON p.id = w.id JOIN resume r ON r.id = p.resume_id AND r.org_id = p.org_id JOIN job j ON j.id = p.job_id AND j.org_id = p.org_id
WHERE p.org_id = :org
ORDER BY w.updated_at, w.id LIMIT 10;

-- home_runs() -> many
-- Mine that work, and those of the last week that somebody should look at.
SELECT id, subject, IF(state = 'queued' AND start_at > :now, 'scheduled', state) AS state, n_total, n_ready, n_deferred, n_sent, n_failed, n_suppressed,
    n_doubt, n_stopped
FROM run WHERE org_id = :org AND account_id = :actor AND single = 0 AND confirmed_at > :now - INTERVAL 7 DAY
  AND (state IN ('queued', 'expanding', 'sending', 'paused') OR n_failed > 0 OR n_doubt > 0)
ORDER BY id DESC LIMIT 5;

-- home_mails(days u64) -> many
-- What became of the organisation's mails, by the day they were ordered (Tokyo).
SELECT DATE_FORMAT(confirmed_at + INTERVAL 9 HOUR, '%Y-%m-%d') AS day, CAST(SUM(n_sent) AS SIGNED) AS sent,
  CAST(SUM(n_failed + n_doubt) AS SIGNED) AS failed, CAST(SUM(n_suppressed + n_stopped) AS SIGNED) AS held
FROM run WHERE org_id = :org AND single = 0 AND confirmed_at >= DATE(:now + INTERVAL 9 HOUR) - INTERVAL :days DAY - INTERVAL 9 HOUR
GROUP BY day ORDER BY day;
