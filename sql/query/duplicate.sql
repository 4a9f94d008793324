-- 重複の確認: keys, pairs and merges of résumés and 企業担当者 (lib/model/crm/duplicate.h, lib/model/crm/merge.h). What is the same for both
-- takes the noun as a parameter; where a record's own table is read there is a statement for each.

-- ---- keys ----

-- duplicate_keys(noun text, id u64) -> many
SELECT kind AS _kind, HEX(hash) AS _hash FROM record_key WHERE org_id = :org AND noun = :noun AND record_id = :id LIMIT 50;

-- duplicate_keys_drop(noun text, id u64) -> exec
DELETE FROM record_key WHERE org_id = :org AND noun = :noun AND record_id = :id;

-- duplicate_key_add(noun text, kind u64, hash blob16, id u64) -> bulk
INSERT INTO record_key (org_id, noun, kind, hash, record_id) VALUES (:org, :noun, :kind, :hash, :id);

-- duplicate_same(noun text, kind u64, hash blob16, id u64, most u64) -> many
SELECT record_id AS _id FROM record_key WHERE org_id = :org AND noun = :noun AND kind = :kind AND hash = :hash AND record_id <> :id
ORDER BY record_id DESC LIMIT :most;

-- duplicate_known(noun text, keys text) -> many
-- Which of some keys, a JSON array of [kind, "hash in hexadecimal", id], another record has, too; by their place in the array.
SELECT t.n AS _n FROM (
  SELECT j.n, (SELECT 1 FROM record_key k WHERE k.org_id = :org AND k.noun = :noun AND k.kind = j.kind AND k.hash = UNHEX(j.hash)
    AND k.record_id <> j.id LIMIT 1) AS other
  FROM JSON_TABLE(:keys, '$[*]' COLUMNS (n FOR ORDINALITY, kind TINYINT UNSIGNED PATH '$[0]', hash CHAR(32) PATH '$[1]',
    id BIGINT UNSIGNED PATH '$[2]')) j) t WHERE t.other = 1;

-- ---- pairs ----

-- duplicate_clear(noun text, id u64) -> exec
UPDATE duplicate SET reasons = 0 WHERE org_id = :org AND noun = :noun AND low_id = :id;

-- duplicate_clear_high(noun text, id u64) -> exec
UPDATE duplicate SET reasons = 0 WHERE org_id = :org AND noun = :noun AND high_id = :id;

-- duplicate_put(noun text, low_id u64, high_id u64, reasons u64) -> bulk
INSERT INTO duplicate (org_id, noun, low_id, high_id, reasons, found_at) VALUES (:org, :noun, :low_id, :high_id, :reasons, :now)
ON DUPLICATE KEY UPDATE reasons = VALUES(reasons);

-- part duplicate_open
(SELECT id, org_id, high_id AS other_id, reasons FROM duplicate WHERE org_id = :org AND noun = :noun AND low_id = :id AND state = 'open' AND reasons > 0
  UNION ALL SELECT id, org_id, low_id AS other_id, reasons FROM duplicate
  WHERE org_id = :org AND noun = :noun AND high_id = :id AND state = 'open' AND reasons > 0) d;

-- duplicate_of_resume(noun text, id u64, most u64) -> many
-- The open pairs of one record, with the other one.
SELECT d.id AS pair_id, d.reasons AS _reasons, r.id, r.name, r.kana, @day(r.birth_on) AS about, r.phone, r.mail, @date(r.updated_at) AS updated
FROM {duplicate_open}
STRAIGHT_JOIN resume r ON r.id = d.other_id AND r.org_id = d.org_id WHERE r.org_id = :org ORDER BY d.id DESC LIMIT :most;

-- duplicate_of_contact(noun text, id u64, most u64) -> many
SELECT d.id AS pair_id, d.reasons AS _reasons, r.id, r.name, r.kana, f.name AS about, r.phone, r.mail, @date(r.updated_at) AS updated
FROM {duplicate_open}
STRAIGHT_JOIN contact r ON r.id = d.other_id AND r.org_id = d.org_id LEFT JOIN company f ON f.id = r.company_id AND f.org_id = r.org_id
WHERE r.org_id = :org ORDER BY d.id DESC LIMIT :most;

-- part duplicate_pair
d.id, d.reasons AS _reasons, d.low_id, a.name AS low_name, b.name AS high_name, d.high_id, @date(d.found_at) AS found,
  @datetime(d.decided_at) AS decided, w.name AS who;

-- duplicate_list_resume(noun text, state text) -> list
-- sort found: d.id desc using duplicate_list
SELECT STRAIGHT_JOIN {duplicate_pair}, a.kana AS low_about, '' AS high_about
FROM duplicate d {index} JOIN resume a ON a.id = d.low_id AND a.org_id = d.org_id JOIN resume b ON b.id = d.high_id AND b.org_id = d.org_id
LEFT JOIN account w ON w.id = d.account_id AND w.org_id = d.org_id
WHERE d.org_id = :org AND d.noun = :noun AND d.state = :state AND d.reasons > 0;

-- duplicate_list_contact(noun text, state text) -> list
-- sort found: d.id desc using duplicate_list
SELECT STRAIGHT_JOIN {duplicate_pair}, f.name AS low_about, g.name AS high_about
FROM duplicate d {index} JOIN contact a ON a.id = d.low_id AND a.org_id = d.org_id JOIN contact b ON b.id = d.high_id AND b.org_id = d.org_id
LEFT JOIN company f ON f.id = a.company_id AND f.org_id = d.org_id LEFT JOIN company g ON g.id = b.company_id AND g.org_id = d.org_id
LEFT JOIN account w ON w.id = d.account_id AND w.org_id = d.org_id
WHERE d.org_id = :org AND d.noun = :noun AND d.state = :state AND d.reasons > 0;

-- duplicate_one(noun text, id u64) -> one
SELECT low_id AS _low_id, high_id AS _high_id, state AS _state FROM duplicate WHERE org_id = :org AND id = :id AND noun = :noun;

-- duplicate_decide(id u64, state text) -> exec1
UPDATE duplicate SET state = :state, account_id = :actor, decided_at = IF(:state = 'open', NULL, :now) WHERE org_id = :org AND id = :id;

-- ---- records from before ----

-- duplicate_fill_state(noun text) -> maybe
SELECT next_id AS _next, last_id AS _last FROM duplicate_fill WHERE noun = :noun FOR UPDATE;

-- duplicate_fill_resumes(after u64, last u64, most u64) -> many
-- unscoped: the scheduler serves all
SELECT id AS _id, org_id AS _org_id, name AS _name, kana AS _kana, IF(birth_on = '0001-01-01', '', CAST(birth_on AS CHAR)) AS _birth_on,
  address AS _address, pref AS _pref, phone AS _phone, mail AS _mail, mail_mobile AS _mail_mobile, mail_sub AS _mail_sub, 0 AS _company_id
FROM resume WHERE id > :after AND id <= :last ORDER BY id LIMIT :most;

-- duplicate_fill_contacts(after u64, last u64, most u64) -> many
-- unscoped: the scheduler serves all
SELECT id AS _id, org_id AS _org_id, name AS _name, kana AS _kana, '' AS _birth_on, '' AS _address, 0 AS _pref, phone AS _phone,
  mail AS _mail, mail_mobile AS _mail_mobile, mail_sub AS _mail_sub, company_id AS _company_id
FROM contact WHERE id > :after AND id <= :last ORDER BY id LIMIT :most;

-- duplicate_fill_done(noun text, next_id u64) -> exec1
UPDATE duplicate_fill SET next_id = :next_id WHERE noun = :noun;

-- ---- merges ----

-- merge_pair_resume(left u64, right u64) -> many
SELECT id, version, name, phase, CAST(updated_at AS CHAR) AS changed_at FROM resume WHERE org_id = :org AND id IN (:left, :right)
ORDER BY id LIMIT 2 FOR UPDATE;

-- merge_pair_contact(left u64, right u64) -> many
SELECT id, version, name, '' AS phase, CAST(updated_at AS CHAR) AS changed_at FROM contact WHERE org_id = :org AND id IN (:left, :right)
ORDER BY id LIMIT 2 FOR UPDATE;

-- merge_of_gone(noun text, gone u64) -> maybe
-- Where a record that was merged away went.
SELECT id AS _id, kept_id AS _kept_id, CAST(at AS CHAR) AS _at FROM merge_log WHERE org_id = :org AND noun = :noun AND gone_id = :gone AND undone_at IS NULL
ORDER BY id DESC LIMIT 1;

-- part merge_mails
(SELECT COUNT(*) FROM outbox o WHERE o.org_id = :org AND o.noun = :noun AND o.noun_id = :id) AS mails,
  (SELECT COUNT(*) FROM history h WHERE h.org_id = :org AND h.noun = :noun AND h.noun_id = :id) AS histories;

-- merge_counts_resume(noun text, id u64) -> one
SELECT (SELECT COUNT(*) FROM file f WHERE f.org_id = :org AND f.noun = 'resume' AND f.noun_id = :id AND f.deleted_at IS NULL) AS files,
  (SELECT COUNT(*) FROM process p WHERE p.org_id = :org AND p.resume_id = :id) AS processes, {merge_mails};

-- merge_counts_contact(noun text, id u64) -> one
SELECT (SELECT COUNT(*) FROM job j WHERE j.org_id = :org AND j.contact_id = :id) AS jobs, {merge_mails};

-- merge_add(noun text, kept u64, gone u64, gone_name text, changed_at text, phase text) -> insert
INSERT INTO merge_log (org_id, noun, kept_id, gone_id, gone_name, account_id, at, changed_at, phase_before)
VALUES (:org, :noun, :kept, :gone, :gone_name, :actor, :now, :changed_at, :phase);

-- merge_finish(id u64, version u64, phase text) -> exec1
UPDATE merge_log SET version = :version, phase_after = :phase WHERE org_id = :org AND id = :id;

-- merge_field_add(merge_id u64, name text, before_text text, after_text text) -> bulk
INSERT INTO merge_item (org_id, merge_id, kind, name, before_text, after_text)
VALUES (:org, :merge_id, 'field', :name, :before_text, :after_text);

-- merge_fields(merge_id u64) -> many
SELECT name, before_text AS before_, after_text AS after_ FROM merge_item WHERE org_id = :org AND merge_id = :merge_id AND kind = 'field'
ORDER BY name LIMIT 100;

-- merge_take_files(merge_id u64, gone u64, most u64) -> exec
INSERT INTO merge_item (org_id, merge_id, kind, item_id) SELECT f.org_id, :merge_id, 'file', f.id FROM file f
WHERE f.org_id = :org AND f.noun = 'resume' AND f.noun_id = :gone ORDER BY f.id LIMIT :most;

-- merge_take_history(merge_id u64, noun text, gone u64, most u64) -> exec
INSERT INTO merge_item (org_id, merge_id, kind, item_id) SELECT h.org_id, :merge_id, 'history', h.id FROM history h
WHERE h.org_id = :org AND h.noun = :noun AND h.noun_id = :gone ORDER BY h.id LIMIT :most;

-- merge_take_runs(merge_id u64, gone u64, most u64) -> exec
INSERT INTO merge_item (org_id, merge_id, kind, item_id) SELECT u.org_id, :merge_id, 'run', u.id FROM run u
WHERE u.org_id = :org AND u.resume_id = :gone ORDER BY u.id LIMIT :most;

-- merge_take_processes(merge_id u64, gone u64, most u64) -> exec
INSERT INTO merge_item (org_id, merge_id, kind, item_id) SELECT p.org_id, :merge_id, 'process', p.id FROM process p
WHERE p.org_id = :org AND p.resume_id = :gone ORDER BY p.id LIMIT :most;

-- merge_move_files(merge_id u64, from_id u64, to_id u64) -> exec
UPDATE file f JOIN merge_item i ON i.org_id = f.org_id AND i.item_id = f.id SET f.noun_id = :to_id
WHERE f.org_id = :org AND f.noun = 'resume' AND f.noun_id = :from_id AND i.merge_id = :merge_id AND i.kind = 'file';

-- merge_move_history(merge_id u64, noun text, from_id u64, to_id u64) -> exec
UPDATE history h JOIN merge_item i ON i.org_id = h.org_id AND i.item_id = h.id SET h.noun_id = :to_id
WHERE h.org_id = :org AND h.noun = :noun AND h.noun_id = :from_id AND i.merge_id = :merge_id AND i.kind = 'history';

-- merge_move_runs(merge_id u64, from_id u64, to_id u64) -> exec
UPDATE run u JOIN merge_item i ON i.org_id = u.org_id AND i.item_id = u.id SET u.resume_id = :to_id
WHERE u.org_id = :org AND u.resume_id = :from_id AND i.merge_id = :merge_id AND i.kind = 'run';

-- merge_move_processes(merge_id u64, from_id u64, to_id u64) -> exec
UPDATE process p JOIN merge_item i ON i.org_id = p.org_id AND i.item_id = p.id SET p.resume_id = :to_id, p.version = p.version + 1
WHERE p.org_id = :org AND p.resume_id = :from_id AND i.merge_id = :merge_id AND i.kind = 'process';

-- merge_take_jobs(merge_id u64, gone u64, most u64) -> exec
INSERT INTO merge_item (org_id, merge_id, kind, item_id) SELECT j.org_id, :merge_id, 'job', j.id FROM job j
WHERE j.org_id = :org AND j.contact_id = :gone ORDER BY j.id LIMIT :most;

-- merge_move_jobs(merge_id u64, from_id u64, to_id u64) -> exec
UPDATE job j JOIN merge_item i ON i.org_id = j.org_id AND i.item_id = j.id SET j.contact_id = :to_id, j.version = j.version + 1
WHERE j.org_id = :org AND j.contact_id = :from_id AND i.merge_id = :merge_id AND i.kind = 'job';

-- merge_hold_runs() -> many
-- Who is being written down for a mail is not merged meanwhile: the mailer lets these runs be until the merge is done.
SELECT id AS _id FROM run FORCE INDEX (run_state) WHERE org_id = :org AND state IN ('queued', 'expanding') LIMIT 1000 FOR UPDATE;

-- merge_ticked(list text, others text, id u64) -> many
-- Selections that name a record; others is a LIKE of lists of the same records.
SELECT id AS _id, shown AS shown, checked AS checked FROM selection
WHERE org_id = :org AND (list = :list OR list LIKE :others) AND (FIND_IN_SET(:id, shown) OR FIND_IN_SET(:id, checked)) LIMIT 500 FOR UPDATE;

-- merge_drafted(a text, b text, c text, id u64) -> many
-- Drafts of these mail kinds that name a record.
SELECT r.id AS _id, r.ids AS ids FROM run r FORCE INDEX (run_state)
WHERE r.org_id = :org AND r.state = 'draft' AND r.scope <> 'all' AND r.kind IN (:a, :b, :c) AND FIND_IN_SET(:id, r.ids) LIMIT 500 FOR UPDATE;

-- merge_named_add(merge_id u64, kind text, id u64, name text, both u64) -> exec1
INSERT INTO merge_item (org_id, merge_id, kind, item_id, name, from_id) VALUES (:org, :merge_id, :kind, :id, :name, :both);

-- merge_named(merge_id u64) -> many
SELECT i.kind AS _kind, i.item_id AS _id, i.name AS _name, i.from_id AS _both,
  CASE i.name WHEN 'ids' THEN r.ids WHEN 'shown' THEN s.shown ELSE s.checked END AS _ids
FROM merge_item i LEFT JOIN selection s ON s.id = i.item_id AND s.org_id = i.org_id AND i.kind = 'tick'
LEFT JOIN run r ON r.id = i.item_id AND r.org_id = i.org_id AND i.kind = 'chosen' AND r.state = 'draft'
WHERE i.org_id = :org AND i.merge_id = :merge_id AND i.kind IN ('tick', 'chosen') LIMIT 2000;

-- merge_set_shown(id u64, ids text) -> exec
UPDATE selection SET shown = :ids, version = version + 1 WHERE org_id = :org AND id = :id;

-- merge_set_checked(id u64, ids text) -> exec
UPDATE selection SET checked = :ids, version = version + 1 WHERE org_id = :org AND id = :id;

-- merge_set_ids(id u64, ids text) -> exec
UPDATE run SET ids = :ids WHERE org_id = :org AND id = :id AND state = 'draft';

-- merge_both(kept u64, gone u64) -> many
-- Processes of both with the same JOB.
SELECT a.id AS _a_id, a.phase AS _a_phase, a.note AS _a_note, CAST(a.updated_at AS CHAR) AS _a_at, b.id AS _b_id, b.phase AS _b_phase,
  b.note AS _b_note, CAST(b.updated_at AS CHAR) AS _b_at
FROM process a JOIN process b ON b.org_id = a.org_id AND b.resume_id = :gone AND b.job_id = a.job_id
WHERE a.org_id = :org AND a.resume_id = :kept ORDER BY a.id LIMIT 500;

-- merge_both_jobs(left u64, right u64) -> many
SELECT j.id, j.name, a.phase AS left_phase, b.phase AS right_phase
FROM process a JOIN process b ON b.org_id = a.org_id AND b.resume_id = :right AND b.job_id = a.job_id
JOIN job j ON j.id = a.job_id AND j.org_id = a.org_id WHERE a.org_id = :org AND a.resume_id = :left ORDER BY a.id LIMIT 50;

-- merge_item_aside(merge_id u64, process_id u64, stays u64) -> exec1
INSERT INTO merge_item (org_id, merge_id, kind, item_id, from_id, to_id) SELECT org_id, :merge_id, 'aside', id, resume_id, :stays
FROM process WHERE org_id = :org AND id = :process_id;

-- merge_process_aside(process_id u64) -> exec1
-- Its own id in the place of the résumé's: the pair must not be in the way of another one set aside.
UPDATE process SET org_id = 0, resume_id = id, version = version + 1 WHERE org_id = :org AND id = :process_id;

-- merge_processes_back(merge_id u64) -> exec
-- unscoped: set aside, so no organisation's; the item is of :org
UPDATE process p JOIN merge_item i ON i.item_id = p.id SET p.org_id = i.org_id, p.resume_id = i.from_id, p.version = p.version + 1
WHERE p.org_id = 0 AND i.org_id = :org AND i.merge_id = :merge_id AND i.kind = 'aside';

-- merge_take_phases(merge_id u64, process_id u64, stays u64, most u64) -> exec
INSERT INTO merge_item (org_id, merge_id, kind, item_id, from_id, to_id) SELECT l.org_id, :merge_id, 'phase', l.id, l.process_id, :stays
FROM phase_log l WHERE l.org_id = :org AND l.process_id = :process_id ORDER BY l.id LIMIT :most;

-- merge_move_phases(merge_id u64) -> exec
UPDATE phase_log l JOIN merge_item i ON i.org_id = l.org_id AND i.item_id = l.id SET l.process_id = i.to_id
WHERE l.org_id = :org AND i.org_id = :org AND i.merge_id = :merge_id AND i.kind = 'phase';

-- merge_phases_back(merge_id u64) -> exec
UPDATE phase_log l JOIN merge_item i ON i.org_id = l.org_id AND i.item_id = l.id SET l.process_id = i.from_id
WHERE l.org_id = :org AND i.org_id = :org AND i.merge_id = :merge_id AND i.kind = 'phase';

-- merge_take_about(merge_id u64, process_id u64, stays u64, most u64) -> exec
INSERT INTO merge_item (org_id, merge_id, kind, item_id, from_id, to_id) SELECT h.org_id, :merge_id, 'about', h.id, h.noun_id, :stays
FROM history h WHERE h.org_id = :org AND h.noun = 'process' AND h.noun_id = :process_id ORDER BY h.id LIMIT :most;

-- merge_move_about(merge_id u64) -> exec
UPDATE history h JOIN merge_item i ON i.org_id = h.org_id AND i.item_id = h.id SET h.noun_id = i.to_id
WHERE h.org_id = :org AND i.org_id = :org AND i.merge_id = :merge_id AND i.kind = 'about';

-- merge_about_back(merge_id u64) -> exec
UPDATE history h JOIN merge_item i ON i.org_id = h.org_id AND i.item_id = h.id SET h.noun_id = i.from_id
WHERE h.org_id = :org AND i.org_id = :org AND i.merge_id = :merge_id AND i.kind = 'about';

-- merge_note_add(merge_id u64, process_id u64, before_text text, after_text text) -> exec1
INSERT INTO merge_item (org_id, merge_id, kind, item_id, before_text, after_text)
VALUES (:org, :merge_id, 'note', :process_id, :before_text, :after_text);

-- merge_note_set(process_id u64, note text) -> exec1
UPDATE process SET note = :note, version = version + 1 WHERE org_id = :org AND id = :process_id;

-- merge_notes_back(merge_id u64) -> exec
UPDATE process p JOIN merge_item i ON i.org_id = p.org_id AND i.item_id = p.id SET p.note = i.before_text, p.version = p.version + 1
WHERE p.org_id = :org AND i.org_id = :org AND i.merge_id = :merge_id AND i.kind = 'note' AND p.note = i.after_text;

-- merge_latest_phase(resume_id u64) -> maybe
SELECT phase AS _phase FROM process WHERE org_id = :org AND resume_id = :resume_id ORDER BY updated_at DESC, id DESC LIMIT 1;

-- merge_aside_resume(id u64) -> exec1
UPDATE resume SET org_id = 0, version = version + 1 WHERE org_id = :org AND id = :id;

-- merge_aside_text(id u64) -> exec1
UPDATE resume_text SET org_id = 0 WHERE org_id = :org AND resume_id = :id;

-- merge_aside_contact(id u64) -> exec1
UPDATE contact SET org_id = 0, version = version + 1 WHERE org_id = :org AND id = :id;

-- merge_back_resume(merge_id u64) -> exec1
-- unscoped: set aside, so no organisation's; the merge is of :org
UPDATE resume r JOIN merge_log m ON m.gone_id = r.id SET r.org_id = m.org_id, r.version = r.version + 1
WHERE r.org_id = 0 AND m.org_id = :org AND m.id = :merge_id AND m.noun = 'resume';

-- merge_back_text(merge_id u64) -> exec1
-- unscoped: set aside, so no organisation's; the merge is of :org
UPDATE resume_text t JOIN merge_log m ON m.gone_id = t.resume_id SET t.org_id = m.org_id
WHERE t.org_id = 0 AND m.org_id = :org AND m.id = :merge_id AND m.noun = 'resume';

-- merge_back_contact(merge_id u64) -> exec1
-- unscoped: set aside, so no organisation's; the merge is of :org
UPDATE contact r JOIN merge_log m ON m.gone_id = r.id SET r.org_id = m.org_id, r.version = r.version + 1
WHERE r.org_id = 0 AND m.org_id = :org AND m.id = :merge_id AND m.noun = 'contact';

-- merge_one(noun text, id u64, days u64) -> one
SELECT kept_id AS _kept_id, gone_id AS _gone_id, version AS _version, CAST(changed_at AS CHAR) AS _changed_at, phase_before AS _phase_before,
  phase_after AS _phase_after, undone_at IS NOT NULL AS _undone, forgotten_at IS NOT NULL OR at < :now - INTERVAL :days DAY AS _late
FROM merge_log WHERE org_id = :org AND id = :id AND noun = :noun FOR UPDATE;

-- merge_last(noun text, kept u64) -> maybe
SELECT id AS _id FROM merge_log WHERE org_id = :org AND noun = :noun AND kept_id = :kept AND undone_at IS NULL ORDER BY id DESC LIMIT 1;

-- merge_undone(id u64, stayed text) -> exec1
UPDATE merge_log SET undone_at = :now, undone_by = :actor, stayed = :stayed WHERE org_id = :org AND id = :id;

-- merge_settle_resume(id u64, changed_at text, version u64) -> exec
-- Nobody has changed the record since: it stands where it stood in the lists.
UPDATE resume SET updated_at = :changed_at WHERE org_id = :org AND id = :id AND version = :version;

-- merge_settle_contact(id u64, changed_at text, version u64) -> exec
UPDATE contact SET updated_at = :changed_at WHERE org_id = :org AND id = :id AND version = :version;

-- merges_of(noun text, id u64, days u64) -> many
SELECT m.id, m.gone_id, m.gone_name, @datetime(m.at) AS at, a.name AS who, @datetime(m.undone_at) AS undone, u.name AS undone_by,
  m.stayed AS _stayed, @date(m.at + INTERVAL :days DAY) AS until, m.undone_at IS NULL AND m.forgotten_at IS NULL
    AND m.at >= :now - INTERVAL :days DAY AS _open
FROM merge_log m LEFT JOIN account a ON a.id = m.account_id AND a.org_id = m.org_id
LEFT JOIN account u ON u.id = m.undone_by AND u.org_id = m.org_id
WHERE m.org_id = :org AND m.noun = :noun AND m.kept_id = :id ORDER BY m.id DESC LIMIT 20;

-- ---- merges that cannot be undone any more ----

-- merges_old(days u64, most u64) -> many
-- unscoped: the scheduler serves all
SELECT id AS _id, org_id AS _org_id, noun AS _noun, gone_id AS _gone_id, undone_at IS NOT NULL AS _undone FROM merge_log
WHERE forgotten_at IS NULL AND at < :now - INTERVAL :days DAY ORDER BY at, id LIMIT :most FOR UPDATE;

-- merge_asides(merge_id u64) -> many
SELECT item_id AS _id FROM merge_item WHERE org_id = :org AND merge_id = :merge_id AND kind = 'aside' ORDER BY item_id LIMIT 500;

-- merge_drop_process(process_id u64) -> bulk
-- unscoped: set aside, so no organisation's
DELETE FROM process WHERE id = :process_id AND org_id = 0;

-- merge_drop_resume(id u64) -> exec
-- unscoped: set aside, so no organisation's
DELETE FROM resume WHERE id = :id AND org_id = 0;

-- merge_drop_text(id u64) -> exec
-- unscoped: set aside, so no organisation's
DELETE FROM resume_text WHERE resume_id = :id AND org_id = 0;

-- merge_drop_contact(id u64) -> exec
-- unscoped: set aside, so no organisation's
DELETE FROM contact WHERE id = :id AND org_id = 0;

-- merge_drop_pairs(noun text, id u64) -> exec
DELETE FROM duplicate WHERE org_id = :org AND noun = :noun AND low_id = :id;

-- merge_drop_pairs_high(noun text, id u64) -> exec
DELETE FROM duplicate WHERE org_id = :org AND noun = :noun AND high_id = :id;

-- merge_drop_items(merge_id u64) -> exec
DELETE FROM merge_item WHERE org_id = :org AND merge_id = :merge_id;

-- merge_forgotten(id u64) -> exec1
UPDATE merge_log SET forgotten_at = :now WHERE org_id = :org AND id = :id;
