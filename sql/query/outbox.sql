-- The outbox from the side of programs; the mailer's own statements are in mailer.sql.

-- outbox_owner(account_id u64) -> one
-- unscoped: notices go to accounts of any organisation, also while nobody is signed in
SELECT org_id FROM account WHERE id = :account_id;

-- outbox_mail(org_id u64, kind text, bulk u64, from_name text, from_addr text, reply_to text, subject text, body text, lang text, shared u64,
--     test_of u64) -> insert
-- unscoped: the organisation of the receiver
INSERT INTO mail (org_id, kind, bulk, from_name, from_addr, reply_to, subject, body, lang, account_id, shared, test_of, created_at)
VALUES (:org_id, :kind, :bulk, :from_name, :from_addr, :reply_to, :subject, :body, :lang, :actor, :shared, :test_of, :now);

-- outbox_row(org_id u64, run_id u64, mail_id u64, noun text, noun_id u64, to_addr text, to_name text) -> insert
-- unscoped: the organisation of the receiver
INSERT INTO outbox (org_id, run_id, mail_id, noun, noun_id, to_addr, to_name, vars, state, due_at, created_at)
VALUES (:org_id, :run_id, :mail_id, :noun, :noun_id, :to_addr, :to_name, '', 'ready', :now, :now);

-- outbox_count_single(run_id u64, mail_id u64, noun_id u64, subject text) -> exec1
-- The run of a single mail has its one row from the beginning: the mailer finds no records behind it.
UPDATE run SET mail_id = :mail_id, subject = :subject, max_id = :noun_id, last_id = :noun_id, n_records = 1, n_total = 1, n_ready = 1,
  confirmed_at = :now, updated_at = :now
WHERE org_id = :org AND id = :run_id AND single = 1 AND state = 'queued' AND mail_id = 0;

-- outbox_stop(run_id u64, state text, most u64) -> exec
UPDATE outbox SET state = 'stopped', done_at = :now
WHERE org_id = :org AND run_id = :run_id AND state = :state ORDER BY id LIMIT :most;

-- outbox_again(run_id u64, most u64) -> exec
UPDATE outbox SET state = 'ready', due_at = :now, done_at = NULL
WHERE org_id = :org AND run_id = :run_id AND state = 'failed' ORDER BY id LIMIT :most;

-- outbox_count_stopped(run_id u64, ready u64, deferred u64) -> exec1
UPDATE run SET n_ready = n_ready - :ready, n_deferred = n_deferred - :deferred, n_stopped = n_stopped + :ready + :deferred,
  updated_at = :now
WHERE org_id = :org AND id = :run_id;

-- outbox_count_again(run_id u64, n u64) -> exec1
UPDATE run SET n_ready = n_ready + :n, n_failed = n_failed - :n, updated_at = :now WHERE org_id = :org AND id = :run_id;

-- ---- mails of a record that was merged into another ----

-- outbox_take(merge_id u64, noun text, noun_id u64, most u64) -> exec
INSERT INTO merge_item (org_id, merge_id, kind, item_id) SELECT o.org_id, :merge_id, 'mail', o.id FROM outbox o
WHERE o.org_id = :org AND o.noun = :noun AND o.noun_id = :noun_id ORDER BY o.id LIMIT :most;

-- outbox_move(merge_id u64, noun text, from_id u64, to_id u64) -> exec
UPDATE outbox o JOIN merge_item i ON i.org_id = o.org_id AND i.item_id = o.id SET o.noun_id = :to_id
WHERE o.org_id = :org AND o.noun = :noun AND o.noun_id = :from_id AND i.merge_id = :merge_id AND i.kind = 'mail';

-- ---- mails whose last try is overdue (lib/mail/outbox_expire.c) ----

-- outbox_expire(run_id u64, state text, days u64, minutes u64, most u64) -> exec
-- unscoped: the run is held by its caller; run 0 are single mails of all organisations
UPDATE outbox SET state = 'failed', smtp_text = LEFT(CONCAT('expired: ', smtp_text), 250), done_at = :now
WHERE run_id = :run_id AND state = :state AND attempts > 0 AND due_at < :now - INTERVAL :minutes MINUTE
  AND created_at < :now - INTERVAL :days DAY - INTERVAL :minutes MINUTE
ORDER BY id LIMIT :most;

-- outbox_count_expired(run_id u64, ready u64, deferred u64) -> exec1
UPDATE run SET n_ready = n_ready - :ready, n_deferred = n_deferred - :deferred, n_failed = n_failed + :ready + :deferred,
  updated_at = :now
WHERE org_id = :org AND id = :run_id;

-- outbox_wipe_expired() -> exec
-- unscoped: single mails of all organisations
UPDATE mail m JOIN outbox o ON o.mail_id = m.id SET m.body = ''
WHERE o.run_id = 0 AND o.state = 'failed' AND o.done_at = :now AND m.kind = 'notice';

-- ---- bounces, and what people decide about mails in doubt ----

-- outbox_run_of(id u64) -> one
SELECT run_id FROM outbox WHERE org_id = :org AND id = :id;

-- outbox_bounced_first(id u64, text text) -> exec
UPDATE outbox SET bounce = :text WHERE org_id = :org AND id = :id AND bounce = '';

-- outbox_bounced_again(id u64, text text) -> exec
UPDATE outbox SET bounce = :text WHERE org_id = :org AND id = :id;

-- outbox_count_bounced(run_id u64) -> exec1
UPDATE run SET n_bounced = n_bounced + 1 WHERE org_id = :org AND id = :run_id;

-- outbox_doubts(run_id u64, id u64?, most u64) -> many
SELECT id, about FROM outbox
WHERE org_id = :org AND run_id = :run_id AND state = 'doubt' [id: AND id = :id] ORDER BY id LIMIT :most FOR UPDATE;

-- outbox_doubt_sent(id u64) -> bulk
UPDATE outbox SET state = 'sent', decided = 'sent' WHERE org_id = :org AND id = :id;

-- outbox_doubt_again(id u64) -> bulk
UPDATE outbox SET state = 'ready', decided = 'again', claimer = '', due_at = :now, done_at = NULL WHERE org_id = :org AND id = :id;

-- outbox_count_decided(run_id u64, sent u64, ready u64) -> exec1
UPDATE run SET n_doubt = n_doubt - :sent - :ready, n_sent = n_sent + :sent, n_ready = n_ready + :ready, updated_at = :now
WHERE org_id = :org AND id = :run_id;
