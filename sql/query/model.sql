-- What areas and daemons share about records: free words, lists, runs through a list.

-- ---- free words ----

-- words_old(resume_id u64) -> maybe
SELECT search AS _search FROM resume_search WHERE resume_id = :resume_id AND org_id = :org FOR UPDATE;

-- words_insert(resume_id u64, search text) -> exec
INSERT INTO resume_search (resume_id, org_id, search) VALUES (:resume_id, :org, :search);

-- words_update(resume_id u64, search text) -> exec
UPDATE resume_search SET search = :search WHERE resume_id = :resume_id AND org_id = :org;

-- words_delete(resume_id u64) -> exec
DELETE FROM resume_search WHERE resume_id = :resume_id AND org_id = :org;

-- words_add(resume_id u64, search text) -> bulk
INSERT INTO resume_search (resume_id, org_id, search) VALUES (:resume_id, :org, :search);

-- grams_take(gram u64, block u64, bits text) -> bulk
-- A new set, or the one that is there, untouched; ours until the end of the transaction. Arrays of INSERT take a tenth of the time of
-- arrays of UPDATE.
INSERT INTO resume_gram (org_id, gram, block, bits) VALUES (:org, :gram, :block, UNHEX(:bits)) ON DUPLICATE KEY UPDATE bits = bits;

-- grams_replace(gram u64, block u64, bits text) -> bulk
INSERT INTO resume_gram (org_id, gram, block, bits) VALUES (:org, :gram, :block, UNHEX(:bits)) ON DUPLICATE KEY UPDATE bits = VALUES(bits);

-- grams_set(gram u64, block u64, number text, byte u64, mask u64) -> bulk
-- One more in a set: number is the two bytes in hexadecimal, byte and mask its place in a bitmap. Lists are turned into bitmaps
-- before they are full.
INSERT INTO resume_gram (org_id, gram, block, bits) VALUES (:org, :gram, :block, UNHEX(:number))
ON DUPLICATE KEY UPDATE bits = IF(LENGTH(bits) = 513, INSERT(bits, :byte, 1, CHAR(ORD(SUBSTR(bits, :byte, 1)) | :mask)),
  CONCAT(bits, VALUES(bits)));

-- grams_lock(grams text, block u64, least u64) -> many
SELECT g.gram AS _gram, g.bits AS _bits FROM JSON_TABLE(:grams, '$[*]' COLUMNS (gram INT UNSIGNED PATH '$')) j
STRAIGHT_JOIN resume_gram g ON g.org_id = :org AND g.gram = j.gram AND g.block = :block
WHERE LENGTH(g.bits) BETWEEN :least AND 512 OR (:least = 0) FOR UPDATE;

-- grams_store(gram u64, block u64, bits text) -> bulk
UPDATE resume_gram SET bits = UNHEX(:bits) WHERE org_id = :org AND gram = :gram AND block = :block;

-- grams_read(gram u64) -> many
SELECT block AS _block, bits AS _bits FROM resume_gram WHERE org_id = :org AND gram = :gram ORDER BY block;

-- gram_add(gram u64, n i64) -> bulk
INSERT INTO gram (gram, n) VALUES (:gram, :n) ON DUPLICATE KEY UPDATE n = n + VALUES(n);

-- gram_find(grams text) -> many
SELECT g.gram AS _gram, g.n AS _n FROM JSON_TABLE(:grams, '$[*]' COLUMNS (gram INT UNSIGNED PATH '$')) j
STRAIGHT_JOIN gram g ON g.gram = j.gram;

-- ---- レジュメ ----
-- Conditions on a résumé r and its text s; w is the same résumé in the index that the list walks. Ids come as a JSON array.

-- part resume_texts
  [w1: AND LOCATE(:w1, s.search) > 0][w2: AND LOCATE(:w2, s.search) > 0][w3: AND LOCATE(:w3, s.search) > 0]
  [w4: AND LOCATE(:w4, s.search) > 0][w5: AND LOCATE(:w5, s.search) > 0][w6: AND LOCATE(:w6, s.search) > 0]
  [w7: AND LOCATE(:w7, s.search) > 0][w8: AND LOCATE(:w8, s.search) > 0][w9: AND LOCATE(:w9, s.search) > 0]
  [w10: AND LOCATE(:w10, s.search) > 0];

-- part resume_where
  [name: AND (REPLACE(r.name, ' ', '') COLLATE utf8mb4_unicode_520_ci LIKE :name ESCAPE '|'
    OR REPLACE(r.kana, ' ', '') COLLATE utf8mb4_unicode_520_ci LIKE :name ESCAPE '|')]
  [skills: AND NOT EXISTS (SELECT 1 FROM JSON_TABLE(:skills, '$.*' COLUMNS (p VARCHAR(400) PATH '$')) j
    WHERE r.skills COLLATE utf8mb4_unicode_520_ci NOT LIKE CONVERT(j.p USING utf8mb4) COLLATE utf8mb4_unicode_520_ci ESCAPE '|')]
  [licences: AND NOT EXISTS (SELECT 1 FROM JSON_TABLE(:licences, '$.*' COLUMNS (p VARCHAR(400) PATH '$')) j
    WHERE r.licences COLLATE utf8mb4_unicode_520_ci NOT LIKE CONVERT(j.p USING utf8mb4) COLLATE utf8mb4_unicode_520_ci ESCAPE '|')]
  [pref: AND r.pref = :pref][prefs: AND FIND_IN_SET(r.pref, :prefs) > 0][occupation: AND r.occupation = :occupation]
  [phase: AND r.phase = :phase][owner_id: AND r.owner_id = :owner_id]
  [age_from: AND r.birth_on > '0001-01-01' AND r.birth_on <= DATE(:now + INTERVAL 9 HOUR) - INTERVAL :age_from YEAR]
  [age_to: AND r.birth_on > DATE(:now + INTERVAL 9 HOUR) - INTERVAL :age_to + 1 YEAR]
  [salary_from: AND r.salary_from > 0 AND GREATEST(r.salary_from, r.salary_to) >= :salary_from]
  [salary_to: AND r.salary_from > 0 AND r.salary_from <= :salary_to]
  [updated_from: AND r.updated_at >= :updated_from - INTERVAL 9 HOUR]
  [updated_to: AND r.updated_at < :updated_to + INTERVAL 15 HOUR];

-- part index_where
WHERE w.org_id = :org
  [by_pref: AND w.pref = :by_pref][by_occupation: AND w.occupation = :by_occupation][by_phase: AND w.phase = :by_phase]
  [by_owner_id: AND w.owner_id = :by_owner_id]
  [from_updated: AND w.updated_at >= :from_updated - INTERVAL 9 HOUR]
  [to_updated: AND w.updated_at < :to_updated + INTERVAL 15 HOUR]
  [from_age: AND w.birth_on > '0001-01-01' AND w.birth_on <= DATE(:now + INTERVAL 9 HOUR) - INTERVAL :from_age YEAR]
  [to_age: AND w.birth_on > DATE(:now + INTERVAL 9 HOUR) - INTERVAL :to_age + 1 YEAR]
  [to_salary: AND w.salary_from > 0 AND w.salary_from <= :to_salary]
  [from_id: AND w.id > :from_id][to_id: AND w.id <= :to_id];

-- resume_index(by_pref u64?, by_occupation u64?, by_phase text?, by_owner_id u64?, from_updated text?, to_updated text?, from_age u64?, to_age u64?,
--     to_salary u64?, from_id u64?, to_id u64?) -> list
-- The order of a list and no more: all that is read is in the index of the sort, and by_…, from_…, to_… are conditions it knows.
-- sort updated: w.updated_at desc, w.id desc using resume_updated
-- sort kana: w.kana, w.id using resume_kana
-- sort age: w.birth_on desc, w.id desc using resume_birth
-- sort salary: w.salary_from desc, w.id desc using resume_salary
-- sort by_pref: w.updated_at desc, w.id desc using resume_pref
-- sort by_occupation: w.updated_at desc, w.id desc using resume_occupation
-- sort by_phase: w.updated_at desc, w.id desc using resume_phase
-- sort by_owner: w.updated_at desc, w.id desc using resume_owner
-- sort by_id: w.id using resume_org
SELECT w.id
FROM resume w {index}
{index_where};

-- resume_list(name text?, skills text?, licences text?, pref u64?, prefs text?, occupation u64?, phase text?, owner_id u64?, age_from u64?, age_to u64?,
--     salary_from u64?, salary_to u64?, updated_from text?, updated_to text?, by_pref u64?, by_occupation u64?, by_phase text?, by_owner_id u64?,
--     from_updated text?, to_updated text?, from_age u64?, to_age u64?, to_salary u64?, from_id u64?, to_id u64?, bits bytes?, mask u64?, w1 text?, w2 text?,
--     w3 text?, w4 text?, w5 text?, w6 text?, w7 text?, w8 text?, w9 text?, w10 text?, wide u64?) -> list
-- Walks the index of the sort; without wide there is no column but id. bits: only ids whose bit is set, see words_fold(); tested before
-- anything but the index is read.
-- sort updated: w.updated_at desc, w.id desc using resume_updated
-- sort kana: w.kana, w.id using resume_kana
-- sort age: w.birth_on desc, w.id desc using resume_birth
-- sort salary: w.salary_from desc, w.id desc using resume_salary
-- sort by_pref: w.updated_at desc, w.id desc using resume_pref
-- sort by_occupation: w.updated_at desc, w.id desc using resume_occupation
-- sort by_phase: w.updated_at desc, w.id desc using resume_phase
-- sort by_owner: w.updated_at desc, w.id desc using resume_owner
-- sort by_id: w.id using resume_org
SELECT STRAIGHT_JOIN w.id[wide: , r.name, r.kana,
  IF(r.birth_on = '0001-01-01', NULL, TIMESTAMPDIFF(YEAR, r.birth_on, DATE(:now + INTERVAL 9 HOUR))) AS age,
  NULLIF(r.pref, 0) AS pref, r.mail_flag, NULLIF(r.occupation, 0) AS occupation,
  CONCAT_WS(' / ', NULLIF(r.experience, ''), NULLIF(r.licences, '')) AS career,
  IF(r.salary_from > 0 AND r.salary_to > 0, CONCAT(r.salary_from, '〜', r.salary_to), NULL) AS salary,
  IF(r.salary_to = 0, NULLIF(r.salary_from, 0), NULL) AS salary_from,
  r.phase, a.name AS owner, @date(r.updated_at) AS updated]
FROM resume w {index} JOIN resume r ON r.id = w.id
[w1: JOIN resume_search s ON s.resume_id = w.id AND s.org_id = w.org_id]
[wide: LEFT JOIN account a ON a.id = r.owner_id AND a.org_id = r.org_id]
{index_where}
  [bits: AND (ORD(SUBSTR(:bits, ((w.id & :mask) >> 3) + 1, 1)) >> (w.id & 7)) & 1]
  {resume_where} {resume_texts};

-- resume_of_condition(by_pref u64?, by_occupation u64?, by_phase text?, by_owner_id u64?, from_updated text?, to_updated text?, from_id u64?,
--     to_id u64?) -> list
-- The records of one condition, from its index alone, in the order of ids.
-- sort ids_pref: w.id using resume_pref
-- sort ids_occupation: w.id using resume_occupation
-- sort ids_phase: w.id using resume_phase
-- sort ids_owner: w.id using resume_owner
SELECT w.id
FROM resume w {index}
WHERE w.org_id = :org
  [by_pref: AND w.pref = :by_pref][by_occupation: AND w.occupation = :by_occupation][by_phase: AND w.phase = :by_phase]
  [by_owner_id: AND w.owner_id = :by_owner_id]
  [from_updated: AND w.updated_at >= :from_updated - INTERVAL 9 HOUR]
  [to_updated: AND w.updated_at < :to_updated + INTERVAL 15 HOUR]
  [from_id: AND w.id > :from_id][to_id: AND w.id <= :to_id];

-- resume_some(ids text, name text?, skills text?, licences text?, pref u64?, prefs text?, occupation u64?, phase text?, owner_id u64?, age_from u64?,
--     age_to u64?, salary_from u64?, salary_to u64?, updated_from text?, updated_to text?) -> list
-- The order of a few; only ids. An index has all of r that is read in the order of updates when there are no conditions.
-- sort updated: r.updated_at desc, r.id desc using resume_org
-- sort kana: r.kana, r.id
-- sort age: r.birth_on desc, r.id desc
-- sort salary: r.salary_from desc, r.id desc
-- sort by_condition: r.updated_at desc, r.id desc
-- sort by_id: r.id using resume_org
SELECT STRAIGHT_JOIN r.id
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j JOIN resume r {index} ON r.id = j.id
WHERE r.org_id = :org
  {resume_where};

-- resume_few(w1 text?, w2 text?, w3 text?, w4 text?, w5 text?, w6 text?, w7 text?, w8 text?, w9 text?, w10 text?, name text?, skills text?, licences text?,
--     pref u64?, prefs text?, occupation u64?, phase text?, owner_id u64?, age_from u64?, age_to u64?, salary_from u64?, salary_to u64?, updated_from text?,
--     updated_to text?, from_id u64?, to_id u64?) -> list
-- When a condition leaves few records: by its index, sorted afterwards; only ids.
-- sort updated: r.updated_at desc, r.id desc
-- sort kana: r.kana, r.id
-- sort age: r.birth_on desc, r.id desc
-- sort salary: r.salary_from desc, r.id desc
-- sort by_condition: r.updated_at desc, r.id desc
-- sort by_id: r.id
SELECT STRAIGHT_JOIN r.id
FROM resume r IGNORE INDEX FOR ORDER BY (PRIMARY, resume_org, resume_updated, resume_kana, resume_birth, resume_salary, resume_phase,
  resume_pref, resume_occupation, resume_owner)[w1: JOIN resume_search s ON s.resume_id = r.id AND s.org_id = r.org_id]
WHERE r.org_id = :org
  [from_id: AND r.id > :from_id][to_id: AND r.id <= :to_id]
  {resume_where} {resume_texts};

-- resume_checked(ids text, w1 text?, w2 text?, w3 text?, w4 text?, w5 text?, w6 text?, w7 text?, w8 text?, w9 text?, w10 text?, name text?, skills text?,
--     licences text?, pref u64?, prefs text?, occupation u64?, phase text?, owner_id u64?, age_from u64?, age_to u64?, salary_from u64?, salary_to u64?,
--     updated_from text?, updated_to text?, wide u64?) -> list
-- Those of some records that satisfy everything, in the order given.
-- sort place: j.place
SELECT STRAIGHT_JOIN r.id[wide: , r.name, r.kana,
  IF(r.birth_on = '0001-01-01', NULL, TIMESTAMPDIFF(YEAR, r.birth_on, DATE(:now + INTERVAL 9 HOUR))) AS age,
  NULLIF(r.pref, 0) AS pref, r.mail_flag, NULLIF(r.occupation, 0) AS occupation,
  CONCAT_WS(' / ', NULLIF(r.experience, ''), NULLIF(r.licences, '')) AS career,
  IF(r.salary_from > 0 AND r.salary_to > 0, CONCAT(r.salary_from, '〜', r.salary_to), NULL) AS salary,
  IF(r.salary_to = 0, NULLIF(r.salary_from, 0), NULL) AS salary_from,
  r.phase, a.name AS owner, @date(r.updated_at) AS updated]
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (place FOR ORDINALITY, id BIGINT UNSIGNED PATH '$')) j
[w1: JOIN resume_search s ON s.resume_id = j.id AND s.org_id = :org] JOIN resume r ON r.id = j.id
[wide: LEFT JOIN account a ON a.id = r.owner_id AND a.org_id = r.org_id]
WHERE r.org_id = :org
  {resume_where} {resume_texts};

-- resume_texts(ids text, w1 text?, w2 text?, w3 text?, w4 text?, w5 text?, w6 text?, w7 text?, w8 text?, w9 text?, w10 text?) -> list
-- Those of some records whose texts have the words, in the order given: the half of the work of resume_checked.
-- sort place: j.place
SELECT STRAIGHT_JOIN j.id
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (place FOR ORDINALITY, id BIGINT UNSIGNED PATH '$')) j
JOIN resume_search s ON s.resume_id = j.id
WHERE s.org_id = :org
  {resume_texts};

-- resume_rows(ids text) -> many
SELECT r.id, r.name, r.kana,
  IF(r.birth_on = '0001-01-01', NULL, TIMESTAMPDIFF(YEAR, r.birth_on, DATE(:now + INTERVAL 9 HOUR))) AS age,
  NULLIF(r.pref, 0) AS pref, r.mail_flag, NULLIF(r.occupation, 0) AS occupation,
  CONCAT_WS(' / ', NULLIF(r.experience, ''), NULLIF(r.licences, '')) AS career,
  IF(r.salary_from > 0 AND r.salary_to > 0, CONCAT(r.salary_from, '〜', r.salary_to), NULL) AS salary,
  IF(r.salary_to = 0, NULLIF(r.salary_from, 0), NULL) AS salary_from,
  r.phase, a.name AS owner, @date(r.updated_at) AS updated
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (place FOR ORDINALITY, id BIGINT UNSIGNED PATH '$')) j
STRAIGHT_JOIN resume r ON r.id = j.id LEFT JOIN account a ON a.id = r.owner_id AND a.org_id = r.org_id
WHERE r.org_id = :org ORDER BY j.place;

-- resume_probe(pref u64?, occupation u64?, phase text?, owner_id u64?, updated_from text?, updated_to text?, age_from u64?, age_to u64?, limit u64) -> one
-- How many records one condition leaves, counted up to a limit in its index.
SELECT COUNT(*) AS n FROM (SELECT 1 FROM resume r WHERE r.org_id = :org
  [pref: AND r.pref = :pref][occupation: AND r.occupation = :occupation][phase: AND r.phase = :phase]
  [owner_id: AND r.owner_id = :owner_id][updated_from: AND r.updated_at >= :updated_from - INTERVAL 9 HOUR]
  [updated_to: AND r.updated_at < :updated_to + INTERVAL 15 HOUR]
  [age_from: AND r.birth_on > '0001-01-01' AND r.birth_on <= DATE(:now + INTERVAL 9 HOUR) - INTERVAL :age_from YEAR]
  [age_to: AND r.birth_on > DATE(:now + INTERVAL 9 HOUR) - INTERVAL :age_to + 1 YEAR] LIMIT :limit) t;

-- resume_step(after u64, max u64, steps u64) -> maybe
-- The id so many records after another, in the order of ids.
SELECT id FROM resume FORCE INDEX (resume_org) WHERE org_id = :org AND id > :after AND id <= :max ORDER BY id LIMIT 1 OFFSET :steps;

-- ---- 企業担当者, 企業, JOB, 選考プロセス: few enough that their order is walked ----

-- part contact_where
  [w1: AND LOCATE(:w1, c.search) > 0][w2: AND LOCATE(:w2, c.search) > 0][w3: AND LOCATE(:w3, c.search) > 0][w4: AND LOCATE(:w4, c.search) > 0]
  [w5: AND LOCATE(:w5, c.search) > 0][w6: AND LOCATE(:w6, c.search) > 0][w7: AND LOCATE(:w7, c.search) > 0][w8: AND LOCATE(:w8, c.search) > 0]
  [w9: AND LOCATE(:w9, c.search) > 0][w10: AND LOCATE(:w10, c.search) > 0]
  [name: AND (REPLACE(c.name, ' ', '') COLLATE utf8mb4_unicode_520_ci LIKE :name ESCAPE '|'
    OR REPLACE(c.kana, ' ', '') COLLATE utf8mb4_unicode_520_ci LIKE :name ESCAPE '|')]
  [company: AND EXISTS (SELECT 1 FROM company o WHERE o.id = c.company_id AND o.org_id = c.org_id
    AND o.name COLLATE utf8mb4_unicode_520_ci LIKE :company ESCAPE '|')]
  [mail_flag: AND c.mail_flag = IF(:mail_flag = 'none', '', :mail_flag)]
  [company_id: AND c.company_id = :company_id][owner_id: AND c.owner_id = :owner_id]
  [updated_from: AND c.updated_at >= :updated_from - INTERVAL 9 HOUR]
  [updated_to: AND c.updated_at < :updated_to + INTERVAL 15 HOUR];

-- contact_list(w1 text?, w2 text?, w3 text?, w4 text?, w5 text?, w6 text?, w7 text?, w8 text?, w9 text?, w10 text?, name text?, company text?,
--     mail_flag text?, company_id u64?, owner_id u64?, updated_from text?, updated_to text?, from_id u64?, to_id u64?, wide u64?) -> list
-- sort updated: c.updated_at desc, c.id desc using contact_updated
-- sort kana: c.kana, c.id using contact_kana
-- sort by_company: c.updated_at desc, c.id desc using contact_company
-- sort by_owner: c.updated_at desc, c.id desc using contact_owner
-- sort by_id: c.id using contact_org
SELECT STRAIGHT_JOIN c.id[wide: , c.name, c.kana, c.company_id, o.name AS company, c.department, c.title, c.mail, c.mail_flag, a.name AS owner,
  @date(c.updated_at) AS updated]
FROM contact c {index}[wide: LEFT JOIN company o ON o.id = c.company_id AND o.org_id = c.org_id
  LEFT JOIN account a ON a.id = c.owner_id AND a.org_id = c.org_id]
WHERE c.org_id = :org [from_id: AND c.id > :from_id][to_id: AND c.id <= :to_id]
  {contact_where};

-- company_list(w1 text?, w2 text?, w3 text?, w4 text?, w5 text?, w6 text?, w7 text?, w8 text?, w9 text?, w10 text?, name text?, pref u64?, prefs text?,
--     industry u64?, owner_id u64?, updated_from text?, updated_to text?, wide u64?) -> list
-- sort updated: c.updated_at desc, c.id desc using company_updated
-- sort kana: c.kana, c.id using company_kana
-- sort by_pref: c.updated_at desc, c.id desc using company_pref
-- sort by_owner: c.updated_at desc, c.id desc using company_owner
SELECT STRAIGHT_JOIN c.id[wide: , c.name, c.kana, NULLIF(c.industry, 0) AS industry, NULLIF(c.pref, 0) AS pref, c.phone,
  (SELECT COUNT(*) FROM job j WHERE j.org_id = c.org_id AND j.company_id = c.id AND j.state = 'open') AS jobs,
  a.name AS owner, @date(c.updated_at) AS updated]
FROM company c {index}[wide: LEFT JOIN account a ON a.id = c.owner_id AND a.org_id = c.org_id]
WHERE c.org_id = :org
  [w1: AND LOCATE(:w1, c.search) > 0][w2: AND LOCATE(:w2, c.search) > 0][w3: AND LOCATE(:w3, c.search) > 0][w4: AND LOCATE(:w4, c.search) > 0]
  [w5: AND LOCATE(:w5, c.search) > 0][w6: AND LOCATE(:w6, c.search) > 0][w7: AND LOCATE(:w7, c.search) > 0][w8: AND LOCATE(:w8, c.search) > 0]
  [w9: AND LOCATE(:w9, c.search) > 0][w10: AND LOCATE(:w10, c.search) > 0]
  [name: AND (REPLACE(c.name, ' ', '') COLLATE utf8mb4_unicode_520_ci LIKE :name ESCAPE '|'
    OR REPLACE(c.kana, ' ', '') COLLATE utf8mb4_unicode_520_ci LIKE :name ESCAPE '|')]
  [pref: AND c.pref = :pref][prefs: AND FIND_IN_SET(c.pref, :prefs) > 0][industry: AND c.industry = :industry]
  [owner_id: AND c.owner_id = :owner_id]
  [updated_from: AND c.updated_at >= :updated_from - INTERVAL 9 HOUR]
  [updated_to: AND c.updated_at < :updated_to + INTERVAL 15 HOUR];

-- job_list(w1 text?, w2 text?, w3 text?, w4 text?, w5 text?, w6 text?, w7 text?, w8 text?, w9 text?, w10 text?, pref u64?, prefs text?, occupation u64?,
--     employment u64?, state text?, salary_from u64?, salary_to u64?, company_id u64?, contact_id u64?, owner_id u64?, updated_from text?, updated_to text?,
--     wide u64?) -> list
-- sort updated: j.updated_at desc, j.id desc using job_updated
-- sort name: j.name, j.id using job_name
-- sort salary: j.salary_to desc, j.id desc using job_salary
-- sort by_company: j.updated_at desc, j.id desc using job_company
-- sort by_contact: j.updated_at desc, j.id desc using job_contact
-- sort by_occupation: j.updated_at desc, j.id desc using job_occupation
-- sort by_pref: j.updated_at desc, j.id desc using job_pref
-- sort by_owner: j.updated_at desc, j.id desc using job_owner
SELECT STRAIGHT_JOIN j.id[wide: , j.name, j.company_id, o.name AS company, NULLIF(j.occupation, 0) AS occupation, NULLIF(j.pref, 0) AS pref,
  NULLIF(j.employment, 0) AS employment,
  CASE WHEN j.salary_from = 0 AND j.salary_to = 0 THEN '' ELSE CONCAT(IF(j.salary_from = 0, '', j.salary_from), '〜', IF(j.salary_to = 0, '',
      j.salary_to)) END AS salary,
  j.state, a.name AS owner, @date(j.updated_at) AS updated]
FROM job j {index}[wide: LEFT JOIN company o ON o.id = j.company_id AND o.org_id = j.org_id
  LEFT JOIN account a ON a.id = j.owner_id AND a.org_id = j.org_id]
WHERE j.org_id = :org
  [w1: AND LOCATE(:w1, j.search) > 0][w2: AND LOCATE(:w2, j.search) > 0][w3: AND LOCATE(:w3, j.search) > 0][w4: AND LOCATE(:w4, j.search) > 0]
  [w5: AND LOCATE(:w5, j.search) > 0][w6: AND LOCATE(:w6, j.search) > 0][w7: AND LOCATE(:w7, j.search) > 0][w8: AND LOCATE(:w8, j.search) > 0]
  [w9: AND LOCATE(:w9, j.search) > 0][w10: AND LOCATE(:w10, j.search) > 0]
  [pref: AND j.pref = :pref][prefs: AND FIND_IN_SET(j.pref, :prefs) > 0][occupation: AND j.occupation = :occupation]
  [employment: AND j.employment = :employment][state: AND j.state = :state][company_id: AND j.company_id = :company_id]
  [contact_id: AND j.contact_id = :contact_id][owner_id: AND j.owner_id = :owner_id]
  [salary_from: AND GREATEST(j.salary_from, j.salary_to) >= :salary_from]
  [salary_to: AND j.salary_from > 0 AND j.salary_from <= :salary_to]
  [updated_from: AND j.updated_at >= :updated_from - INTERVAL 9 HOUR]
  [updated_to: AND j.updated_at < :updated_to + INTERVAL 15 HOUR];

-- process_list(w1 text?, w2 text?, w3 text?, w4 text?, w5 text?, w6 text?, w7 text?, w8 text?, w9 text?, w10 text?, phase text?, resume_id u64?, job_id u64?,
--     owner_id u64?, updated_from text?, updated_to text?, wide u64?) -> list
-- sort updated: p.updated_at desc, p.id desc using process_updated
-- sort by_resume: p.updated_at desc, p.id desc using process_pair
-- sort by_job: p.updated_at desc, p.id desc using process_job
-- sort by_phase: p.updated_at desc, p.id desc using process_phase
-- sort by_owner: p.updated_at desc, p.id desc using process_owner
SELECT STRAIGHT_JOIN p.id[wide: , p.resume_id, r.name AS resume, p.job_id, j.name AS job, o.name AS company, p.phase, a.name AS owner,
  @date(p.updated_at) AS updated]
FROM process p {index}[wide: LEFT JOIN resume r ON r.id = p.resume_id AND r.org_id = p.org_id
  LEFT JOIN job j ON j.id = p.job_id AND j.org_id = p.org_id LEFT JOIN company o ON o.id = j.company_id AND o.org_id = j.org_id
  LEFT JOIN account a ON a.id = p.owner_id AND a.org_id = p.org_id]
WHERE p.org_id = :org
  [w1: AND EXISTS (SELECT 1 FROM resume_search r1 JOIN job j1 ON j1.id = p.job_id
    WHERE r1.resume_id = p.resume_id AND r1.org_id = p.org_id AND j1.org_id = p.org_id]
    [w1: AND (LOCATE(:w1, r1.search) > 0 OR LOCATE(:w1, j1.search) > 0)]
    [w2: AND (LOCATE(:w2, r1.search) > 0 OR LOCATE(:w2, j1.search) > 0)]
    [w3: AND (LOCATE(:w3, r1.search) > 0 OR LOCATE(:w3, j1.search) > 0)]
    [w4: AND (LOCATE(:w4, r1.search) > 0 OR LOCATE(:w4, j1.search) > 0)]
    [w5: AND (LOCATE(:w5, r1.search) > 0 OR LOCATE(:w5, j1.search) > 0)]
    [w6: AND (LOCATE(:w6, r1.search) > 0 OR LOCATE(:w6, j1.search) > 0)]
    [w7: AND (LOCATE(:w7, r1.search) > 0 OR LOCATE(:w7, j1.search) > 0)]
    [w8: AND (LOCATE(:w8, r1.search) > 0 OR LOCATE(:w8, j1.search) > 0)]
    [w9: AND (LOCATE(:w9, r1.search) > 0 OR LOCATE(:w9, j1.search) > 0)]
    [w10: AND (LOCATE(:w10, r1.search) > 0 OR LOCATE(:w10, j1.search) > 0)]
  [w1: )]
  [phase: AND p.phase = :phase][resume_id: AND p.resume_id = :resume_id][job_id: AND p.job_id = :job_id]
  [owner_id: AND p.owner_id = :owner_id]
  [updated_from: AND p.updated_at >= :updated_from - INTERVAL 9 HOUR]
  [updated_to: AND p.updated_at < :updated_to + INTERVAL 15 HOUR];
