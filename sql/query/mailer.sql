-- Statements of daemons/mailer. It serves all organisations, so nothing is scoped; rows carry their org_id along.
-- Order of locks: run before outbox, except where SKIP LOCKED takes the rows.

-- mailer_lanes() -> many
-- unscoped: the mailer serves all
SELECT r.id, r.org_id, o.mail_rate FROM run r JOIN org o ON o.id = r.org_id
WHERE r.state = 'sending' AND r.n_ready > 0 ORDER BY r.id LIMIT 500;

-- mailer_run_hold(run_id u64) -> maybe
-- unscoped: the mailer serves all
SELECT state FROM run WHERE id = :run_id FOR UPDATE;

-- mailer_runs_hold(ids text) -> many
-- unscoped: the mailer serves all
SELECT r.id, r.state, r.org_id, r.account_id, r.job_id, r.resume_id, r.phase
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j STRAIGHT_JOIN run r ON r.id = j.id
ORDER BY r.id FOR UPDATE;

-- mailer_claim(run_id u64, after u64, most u64) -> many
-- unscoped: the mailer serves all
SELECT o.id, o.org_id, o.mail_id, o.to_addr, o.to_name, o.vars, o.attempts,
  EXISTS (SELECT 1 FROM dnc d JOIN mail m ON m.id = o.mail_id AND m.bulk = 1
    WHERE d.org_id = o.org_id AND d.addr = o.to_addr) AS dnc
FROM outbox o FORCE INDEX (outbox_lane)
WHERE o.run_id = :run_id AND o.state = 'ready' AND o.id > :after
ORDER BY o.id LIMIT :most FOR UPDATE SKIP LOCKED;

-- mailer_take(claimer text, until text, id u64) -> bulk
-- unscoped: the mailer serves all
UPDATE outbox SET state = 'claimed', claimer = :claimer, due_at = :until WHERE id = :id;

-- mailer_suppress(id u64) -> bulk
-- unscoped: the mailer serves all
UPDATE outbox SET state = 'suppressed', done_at = :now WHERE id = :id;

-- mailer_last_stop() -> one
-- unscoped: the mailer serves all
SELECT COALESCE(MAX(id), 0) AS id FROM dnc;

-- mailer_stopped(ids text) -> many
-- unscoped: the mailer serves all
-- Those of our rows whose address is in the ledger by now.
SELECT o.id FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j STRAIGHT_JOIN outbox o ON o.id = j.id
STRAIGHT_JOIN mail m ON m.id = o.mail_id AND m.bulk = 1 STRAIGHT_JOIN dnc d ON d.org_id = o.org_id AND d.addr = o.to_addr;

-- mailer_letter(mail_id u64) -> one
-- unscoped: the mailer serves all
SELECT m.org_id, m.kind, m.bulk, m.from_name, m.from_addr, m.reply_to, m.subject, m.body, m.lang, m.test_of,
  o.name AS org_name, o.zip AS org_zip, o.address AS org_address, o.phone AS org_phone
FROM mail m JOIN org o ON o.id = m.org_id WHERE m.id = :mail_id;

-- mailer_held(claimer text, ids text) -> many
-- unscoped: the mailer serves all
SELECT o.id, o.org_id, o.run_id, o.mail_id, o.noun, o.noun_id, o.to_addr, o.about, o.state, o.attempts, UNIX_TIMESTAMP(o.created_at) AS created
FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j STRAIGHT_JOIN outbox o ON o.id = j.id
WHERE o.claimer = :claimer AND o.state IN ('claimed', 'doubt') FOR UPDATE;

-- mailer_runs_of(ids text) -> many
-- unscoped: the mailer serves all
SELECT DISTINCT o.run_id FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id BIGINT UNSIGNED PATH '$')) j
STRAIGHT_JOIN outbox o ON o.id = j.id WHERE o.run_id > 0;

-- mailer_outcome(state text, attempts u64, due_at text, code u64, text text, message_id text, done_at text?, id u64) -> bulk
-- unscoped: the mailer serves all
UPDATE outbox SET state = :state, attempts = :attempts, due_at = :due_at, smtp_code = :code, smtp_text = :text,
  message_id = :message_id, done_at = :done_at WHERE id = :id;

-- mailer_try(outbox_id u64, attempt u64, code u64, text text) -> bulk
INSERT IGNORE INTO outbox_try (outbox_id, attempt, at, smtp_code, smtp_text) VALUES (:outbox_id, :attempt, :now, :code, :text);

-- mailer_wipe(id u64) -> bulk
-- unscoped: the mailer serves all
UPDATE mail SET body = '' WHERE id = :id AND kind = 'notice';

-- mailer_count(run_id u64, ready i64, deferred i64, sent i64, failed i64, suppressed i64, doubt i64, stopped i64) -> exec1
-- unscoped: the mailer serves all
UPDATE run SET n_ready = n_ready + :ready, n_deferred = n_deferred + :deferred, n_sent = n_sent + :sent,
  n_failed = n_failed + :failed, n_suppressed = n_suppressed + :suppressed, n_doubt = n_doubt + :doubt,
  n_stopped = n_stopped + :stopped, updated_at = :now WHERE id = :run_id;

-- mailer_run_finish(run_id u64) -> exec
-- unscoped: the mailer serves all
-- A row in doubt may turn out never to have left: then its run is not done.
UPDATE run SET state = IF(n_ready + n_deferred > 0, 'sending', 'done'), done_at = IF(n_ready + n_deferred > 0, NULL, :now),
  updated_at = :now
WHERE id = :run_id AND (state = 'sending' AND n_ready + n_deferred = 0 OR state = 'done' AND n_ready + n_deferred > 0);

-- mailer_due(most u64) -> many
-- unscoped: the mailer serves all
SELECT id, run_id FROM outbox FORCE INDEX (outbox_due) WHERE state = 'deferred' AND due_at <= :now
ORDER BY due_at, id LIMIT :most FOR UPDATE SKIP LOCKED;

-- mailer_ready(id u64) -> bulk
-- unscoped: the mailer serves all
UPDATE outbox SET state = 'ready' WHERE id = :id;

-- mailer_lapsed(claimer text, most u64) -> many
-- unscoped: the mailer serves all
SELECT id, run_id FROM outbox FORCE INDEX (outbox_due) WHERE state = 'claimed' AND due_at < :now AND claimer <> :claimer
ORDER BY due_at, id LIMIT :most FOR UPDATE SKIP LOCKED;

-- mailer_doubt(text text, id u64) -> bulk
-- unscoped: the mailer serves all
UPDATE outbox SET state = 'doubt', smtp_code = 0, smtp_text = :text, done_at = :now WHERE id = :id;

-- mailer_claimed_by(claimer text, after u64, most u64) -> many
-- unscoped: the mailer serves all
SELECT id, attempts FROM outbox FORCE INDEX (outbox_due) WHERE state = 'claimed' AND claimer = :claimer AND id > :after
ORDER BY id LIMIT :most;

-- mailer_lease(until text, claimer text, id u64) -> bulk
-- unscoped: the mailer serves all
UPDATE outbox SET due_at = :until WHERE id = :id AND claimer = :claimer AND state = 'claimed';

-- mailer_stopping() -> many
-- unscoped: the mailer serves all
SELECT id, org_id FROM run WHERE state = 'stopped' AND n_ready + n_deferred > 0 ORDER BY id LIMIT 20;

-- mailer_expandable() -> maybe
-- unscoped: the mailer serves all
SELECT id, mail_id FROM run
WHERE state IN ('queued', 'expanding') AND (start_at IS NULL OR start_at <= :now) ORDER BY updated_at, id LIMIT 1;

-- mailer_expand_hold(run_id u64) -> maybe
-- unscoped: the mailer serves all
SELECT r.id, r.org_id, r.account_id, r.kind, r.mail_id, r.job_id, r.fields, r.state, r.last_id, r.max_id, CAST(r.confirmed_at AS CHAR) AS confirmed,
  r.kind AS _kind, r.scope AS _scope, r.list AS _list, r.query AS _query, r.ids AS _ids, r.job_id AS _job_id, r.resume_id AS _resume_id
FROM run r WHERE r.id = :run_id AND r.state IN ('queued', 'expanding') FOR UPDATE SKIP LOCKED;

-- mailer_expand_row(org_id u64, run_id u64, mail_id u64, noun text, noun_id u64, about text, once text, addr text, name text, vars text) -> bulk
-- unscoped: the mailer serves all
INSERT IGNORE INTO outbox (org_id, run_id, mail_id, noun, noun_id, about, once_key, to_addr, to_name, vars, state, due_at, created_at)
VALUES (:org_id, :run_id, :mail_id, :noun, :noun_id, :about, :once, :addr, :name, :vars, 'ready', :now, :now);

-- mailer_expanded(run_id u64, last_id u64, records u64, empty u64, duplicate u64, total u64) -> exec1
-- unscoped: the mailer serves all
UPDATE run SET last_id = :last_id, n_records = n_records + :records, n_empty = n_empty + :empty,
  n_duplicate = n_duplicate + :duplicate, n_total = n_total + :total, n_ready = n_ready + :total, updated_at = :now
WHERE id = :run_id;
