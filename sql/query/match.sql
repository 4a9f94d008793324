-- マッチングリスト: candidates of a JOB and of a résumé (lib/model/crm/match_find.c), and what is shown of them.

-- match_job(id u64) -> one
SELECT id, occupation, pref, salary_from, salary_to, name, skills, licences, body, contact_id FROM job WHERE org_id = :org AND id = :id;

-- match_resume(id u64) -> one
SELECT r.id, r.name, r.occupation, r.pref, r.salary_from, IF(r.available_on = '0001-01-01', '', r.available_on) AS available_on, s.search
FROM resume r JOIN resume_search s ON s.resume_id = r.id AND s.org_id = r.org_id WHERE r.org_id = :org AND r.id = :id;

-- The newest of a cell; a cell without occupation or without place is a row or a column of cells.

-- Each by the index of its order: left to itself the server may walk all of the newest until there are enough of an occupation.

-- match_resume_cell(occupation u64, pref u64, limit u64) -> many
SELECT id FROM resume FORCE INDEX (resume_match) WHERE org_id = :org AND occupation = :occupation AND pref = :pref
ORDER BY updated_at DESC, id DESC LIMIT :limit;

-- match_resume_occupation(occupation u64, limit u64) -> many
SELECT id FROM resume FORCE INDEX (resume_occupation) WHERE org_id = :org AND occupation = :occupation
ORDER BY updated_at DESC, id DESC LIMIT :limit;

-- match_resume_place(pref u64, limit u64) -> many
SELECT id FROM resume FORCE INDEX (resume_pref) WHERE org_id = :org AND pref = :pref
ORDER BY updated_at DESC, id DESC LIMIT :limit;

-- match_resume_newest(limit u64) -> many
SELECT id FROM resume FORCE INDEX (resume_updated) WHERE org_id = :org ORDER BY updated_at DESC, id DESC LIMIT :limit;

-- match_job_place(pref u64, occupation u64?, limit u64) -> many
SELECT id FROM job WHERE org_id = :org AND state = 'open' AND pref = :pref [occupation: AND occupation = :occupation]
ORDER BY updated_at DESC, id DESC LIMIT :limit;

-- match_job_occupation(occupation u64, limit u64) -> many
SELECT id FROM job FORCE INDEX (job_occupation) WHERE org_id = :org AND state = 'open' AND occupation = :occupation
ORDER BY updated_at DESC, id DESC LIMIT :limit;

-- match_job_newest(limit u64) -> many
SELECT id FROM job FORCE INDEX (job_updated) WHERE org_id = :org AND state = 'open' ORDER BY updated_at DESC, id DESC LIMIT :limit;

-- match_resumes(ids text) -> many
SELECT r.id, r.occupation, r.pref, r.salary_from, IF(r.available_on = '0001-01-01', '', r.available_on) AS available_on, s.search
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k STRAIGHT_JOIN resume r ON r.id = k.id
STRAIGHT_JOIN resume_search s ON s.resume_id = r.id AND s.org_id = r.org_id WHERE r.org_id = :org;

-- match_jobs(ids text) -> many
SELECT j.id, j.occupation, j.pref, j.salary_from, j.salary_to, j.name, j.skills, j.licences, LEFT(j.body, 1000) AS body
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k STRAIGHT_JOIN job j ON j.id = k.id WHERE j.org_id = :org;

-- match_job_rows(ids text) -> many
SELECT j.id, j.name, o.name AS company, c.name AS contact, NULLIF(j.occupation, 0) AS occupation, NULLIF(j.pref, 0) AS pref,
  CASE WHEN j.salary_from = 0 THEN '' WHEN j.salary_to = 0 THEN CONCAT(j.salary_from, '〜')
    ELSE CONCAT(j.salary_from, '〜', j.salary_to) END AS salary, @date(j.updated_at) AS updated
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (place FOR ORDINALITY, id BIGINT UNSIGNED PATH '$')) k STRAIGHT_JOIN job j ON j.id = k.id
LEFT JOIN company o ON o.id = j.company_id AND o.org_id = j.org_id LEFT JOIN contact c ON c.id = j.contact_id AND c.org_id = j.org_id
WHERE j.org_id = :org ORDER BY k.place;

-- match_funnel(job_id u64) -> many
-- How far the 選考プロセス of a JOB have come: the farthest of seven stages that each was ever in, and where it is now.
SELECT x.reached, x.phase, COUNT(*) AS n
FROM (SELECT p.phase, GREATEST(1, FIELD(p.phase, 'new', 'approach', 'applied', 'screening', 'interview', 'offer', 'joined'),
    COALESCE((SELECT MAX(FIELD(l.phase_to, 'new', 'approach', 'applied', 'screening', 'interview', 'offer', 'joined'))
      FROM phase_log l WHERE l.org_id = p.org_id AND l.process_id = p.id), 0)) AS reached
  FROM process p WHERE p.org_id = :org AND p.job_id = :job_id) x
GROUP BY x.reached, x.phase;

-- match_job_phases(job_id u64, ids text) -> many
SELECT p.resume_id AS id, p.id AS process_id, p.phase
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
STRAIGHT_JOIN process p ON p.org_id = :org AND p.resume_id = k.id AND p.job_id = :job_id;

-- match_resume_phases(resume_id u64, ids text) -> many
SELECT p.job_id AS id, p.id AS process_id, p.phase
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) k
STRAIGHT_JOIN process p ON p.org_id = :org AND p.resume_id = :resume_id AND p.job_id = k.id;
