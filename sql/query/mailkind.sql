-- What the tags of mails stand for (lib/model/mail/mailkind.c): a column for each key. id and label are the record's; to_id, to_name and the
-- three mail columns are of whoever gets the mail; about are the records of a matching list that it is about.

-- part resume_tags
r.name, r.kana, r.pref, r.occupation, r.experience, r.salary_from, r.salary_to, r.skills, r.licences, r.phase,
  IF(r.available_on = '0001-01-01', '', DATE_FORMAT(r.available_on, '%Y/%m/%d')) AS available_on;

-- part contact_tags
c.id AS contact_id, c.name AS contact_name, c.kana AS contact_kana, c.department AS contact_department, c.title AS contact_title;

-- part job_tags
j.id AS job_id, j.name AS job_name, j.occupation AS job_occupation, j.pref AS job_pref, j.address AS job_address,
  j.employment AS job_employment, j.salary_from AS job_salary_from, j.salary_to AS job_salary_to, j.hours AS job_hours,
  j.skills AS job_skills, j.licences AS job_licences, o.name AS job_company;

-- mailkind_jobs(ids text) -> many
-- Those that can be announced.
SELECT {job_tags}
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k STRAIGHT_JOIN job j ON j.id = k.id
LEFT JOIN company o ON o.id = j.company_id AND o.org_id = j.org_id
WHERE j.org_id = :org AND j.state = 'open' LIMIT 20;

-- mailkind_resumes(ids text) -> many
SELECT r.id, r.name AS label, r.id AS to_id, r.name AS to_name, r.id AS about, r.mail, r.mail_mobile, r.mail_sub, {resume_tags}
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j STRAIGHT_JOIN resume r ON r.id = j.id
WHERE r.org_id = :org ORDER BY r.id;

-- mailkind_contacts(ids text) -> many
SELECT c.id, c.name AS label, c.id AS to_id, c.name AS to_name, '' AS about, c.name, c.kana, c.mail, c.mail_mobile, c.mail_sub, c.department, c.title,
    k.name AS company
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j STRAIGHT_JOIN contact c ON c.id = j.id
LEFT JOIN company k ON k.id = c.company_id AND k.org_id = c.org_id
WHERE c.org_id = :org ORDER BY c.id;

-- mailkind_recommended(ids text, job_id u64) -> many
-- Résumés, to the 企業担当者 of a JOB.
SELECT r.id, r.name AS label, r.id AS resume_id, r.id AS about, c.id AS to_id, c.name AS to_name, c.mail, c.mail_mobile, c.mail_sub, {resume_tags},
    {contact_tags}
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k STRAIGHT_JOIN resume r ON r.id = k.id
JOIN job j ON j.id = :job_id AND j.org_id = r.org_id JOIN contact c ON c.id = j.contact_id AND c.org_id = j.org_id
WHERE r.org_id = :org ORDER BY r.id;

-- mailkind_offered(ids text, resume_id u64) -> many
-- JOBs, to the 求職者 of a résumé.
SELECT j.id, j.name AS label, r.id AS resume_id, j.id AS about, r.id AS to_id, r.name AS to_name, r.mail, r.mail_mobile, r.mail_sub, {resume_tags},
  {job_tags}, j.body AS job_body
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k STRAIGHT_JOIN job j ON j.id = k.id
JOIN resume r ON r.id = :resume_id AND r.org_id = j.org_id LEFT JOIN company o ON o.id = j.company_id AND o.org_id = j.org_id
WHERE j.org_id = :org ORDER BY j.id;

-- mailkind_introduced(ids text, resume_id u64, jobs text) -> many
-- 企業担当者 of the chosen JOBs, for one résumé; several JOBs of one of them are one mail.
SELECT c.id, c.name AS label, r.id AS resume_id, g.job_ids AS about, c.id AS to_id, c.name AS to_name, c.mail, c.mail_mobile, c.mail_sub, {resume_tags},
    {contact_tags},
  o.name AS contact_company, g.job_ids, g.job_name
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k STRAIGHT_JOIN contact c ON c.id = k.id
JOIN (SELECT j.contact_id, GROUP_CONCAT(j.id ORDER BY j.id) AS job_ids, GROUP_CONCAT(j.name ORDER BY j.id SEPARATOR '、') AS job_name
  FROM JSON_TABLE(:jobs, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) x STRAIGHT_JOIN job j ON j.id = x.id
  WHERE j.org_id = :org AND j.contact_id > 0 GROUP BY j.contact_id) g ON g.contact_id = c.id
JOIN resume r ON r.id = :resume_id AND r.org_id = c.org_id LEFT JOIN company o ON o.id = c.company_id AND o.org_id = c.org_id
WHERE c.org_id = :org ORDER BY c.id;

-- mailkind_contacts_of(jobs text, after u64, limit u64) -> many
SELECT DISTINCT c.id
FROM JSON_TABLE(:jobs, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) x STRAIGHT_JOIN job j ON j.id = x.id
JOIN contact c ON c.id = j.contact_id AND c.org_id = j.org_id
WHERE j.org_id = :org AND c.id > :after ORDER BY c.id LIMIT :limit;

-- mailkind_common(account_id u64, job_id u64) -> one
SELECT o.name AS org, COALESCE(a.name, '') AS sender,
  COALESCE(j.id, 0) AS job_id, COALESCE(j.name, '') AS job_name, COALESCE(j.occupation, 0) AS job_occupation,
  COALESCE(j.pref, 0) AS job_pref, COALESCE(j.address, '') AS job_address, COALESCE(j.employment, 0) AS job_employment,
  COALESCE(j.salary_from, 0) AS job_salary_from, COALESCE(j.salary_to, 0) AS job_salary_to,
  COALESCE(j.hours, '') AS job_hours, COALESCE(j.skills, '') AS job_skills, COALESCE(j.licences, '') AS job_licences,
  COALESCE(j.body, '') AS job_body, COALESCE(k.name, '') AS job_company
FROM org o LEFT JOIN account a ON a.id = :account_id AND a.org_id = :org
LEFT JOIN job j ON j.id = :job_id AND j.org_id = :org LEFT JOIN company k ON k.id = j.company_id AND k.org_id = :org
WHERE o.id = :org;
