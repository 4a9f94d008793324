-- The office: what the operator's staff see and do across organisations. Who may is decided by the route rows of cgi-bin/office/main.c;
-- looking at personal data is recorded (their audit column). Every "unscoped" below has this one reason.

-- ---- home ----

-- office_figures() -> one
-- unscoped: staff of the operator work for all organisations; figures only. Counts stop at 10,000: more is no news
SELECT
  (SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE state = 'doubt' LIMIT 10000) t) AS doubt,
  (SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE state = 'failed' AND due_at > :now - INTERVAL 7 DAY LIMIT 10000) t) AS failed,
  (SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE state = 'deferred' LIMIT 10000) t) AS deferred,
  (SELECT COUNT(*) FROM (SELECT 1 FROM outbox WHERE state = 'ready' LIMIT 10000) t) AS ready,
  (SELECT COUNT(*) FROM run WHERE state IN ('queued', 'expanding', 'sending') AND single = 0) AS running,
  (SELECT COUNT(*) FROM run WHERE state = 'paused' AND single = 0) AS paused,
  (SELECT COUNT(*) FROM org WHERE kind = 'customer' AND state = 'active') AS orgs,
  (SELECT COUNT(*) FROM account WHERE state = 'invited') AS invited,
  (SELECT COUNT(*) FROM throttle WHERE locked_until > :now) AS locked;

-- ---- organisations ----

-- office_orgs(q text?, state text?, feature text?) -> list
-- unscoped: staff of the operator work for all organisations
-- sort name: o.name, o.id using org_name
-- sort id: o.id desc
SELECT o.id, o.name, o.kana, o.features, o.state, o.phone, @date(o.created_at) AS created_at,
  (SELECT COUNT(*) FROM account a WHERE a.org_id = o.id AND a.state <> 'closed') AS accounts
FROM org o {index} WHERE o.kind = 'customer'
  [q: AND (LOCATE(:q, o.name) OR LOCATE(:q, o.kana))]
  [state: AND o.state = :state]
  [feature: AND FIND_IN_SET(:feature, o.features)];

-- office_org(id u64) -> one
SELECT o.id, o.name, o.kana, o.features, o.state, o.zip, o.address, o.phone, o.mail_rate,
  @datetime(o.created_at) AS created_at, @datetime(o.updated_at) AS updated_at
FROM org o WHERE o.id = :id AND o.kind = 'customer';

-- office_org_insert(name text, kana text, features text, zip text, address text, phone text, mail_rate u64?) -> insert
INSERT INTO org (kind, name, kana, features, zip, address, phone, mail_rate, created_at, updated_at)
VALUES ('customer', :name, :kana, :features, :zip, :address, :phone, :mail_rate, :now, :now);

-- office_org_update(id u64, name text, kana text, features text, zip text, address text, phone text, mail_rate u64?) -> exec1
UPDATE org SET name = :name, kana = :kana, features = :features, zip = :zip, address = :address, phone = :phone,
  mail_rate = :mail_rate, updated_at = :now
WHERE id = :id AND kind = 'customer' AND state = 'active';

-- office_org_close(id u64) -> exec1
UPDATE org SET state = 'closed', updated_at = :now WHERE id = :id AND kind = 'customer' AND state = 'active';

-- office_sessions_end(org_id u64) -> exec
-- unscoped: a closed organisation's accounts are signed out
DELETE s FROM session s JOIN account a ON a.id = s.account_id WHERE a.org_id = :org_id;

-- office_org_choices() -> many
-- One more than is offered.
SELECT o.id AS value, o.name AS label FROM org o WHERE o.kind = 'customer' AND o.state = 'active' ORDER BY o.name, o.id LIMIT 51;

-- ---- outbox ----

-- the rows come in the order of the outbox's index: whose mail they are is looked up afterwards (STRAIGHT_JOIN)
-- office_outbox(state text?, org_id u64?, run_id u64?, mail text?) -> list
-- unscoped: staff of the operator look after the mail of all organisations; recorded as office.outbox
-- sort id: o.id desc
-- sort due: o.due_at desc, o.id desc
SELECT o.id, o.org_id, g.name AS org, o.run_id, o.to_addr, m.subject, o.state, o.attempts, o.smtp_code, o.smtp_text,
  @datetime(o.created_at) AS at
FROM outbox o JOIN mail m ON m.id = o.mail_id JOIN org g ON g.id = o.org_id
WHERE 1 = 1
  [state: AND o.state = :state]
  [org_id: AND o.org_id = :org_id]
  [run_id: AND o.run_id = :run_id]
  [mail: AND o.to_addr = :mail];

-- office_mail(id u64) -> one
-- unscoped: staff of the operator look after the mail of all organisations; recorded as office.mail
SELECT o.id, o.org_id, g.name AS org, o.run_id, o.to_addr, o.to_name, o.state, o.attempts, o.smtp_code, o.smtp_text, o.message_id,
  o.bounce, @datetime(o.created_at) AS created_at, @datetime(o.due_at) AS due_at, @datetime(o.done_at) AS done_at,
  m.kind AS _kind, m.from_name AS _from_name, m.from_addr AS _from_addr, m.reply_to AS _reply_to, m.subject AS _subject,
  m.body AS _body, o.vars AS _vars
FROM outbox o JOIN mail m ON m.id = o.mail_id JOIN org g ON g.id = o.org_id
WHERE o.id = :id;

-- office_tries(outbox_id u64) -> many
SELECT t.attempt, @datetime(t.at) AS at, t.smtp_code, t.smtp_text FROM outbox_try t WHERE t.outbox_id = :outbox_id ORDER BY t.attempt LIMIT 200;

-- ---- do-not-contact ledger ----

-- office_dnc(mail text?, org_id u64?, reason text?) -> list
-- unscoped: staff of the operator answer complaints of people who do not know who wrote; recorded as office.dnc
-- sort id: d.id desc
SELECT d.id, d.addr, d.reason, d.note, d.org_id, g.name AS org, a.name AS who, @datetime(d.created_at) AS at
FROM dnc d JOIN org g ON g.id = d.org_id LEFT JOIN account a ON a.id = d.account_id
WHERE 1 = 1
  [mail: AND d.addr = :mail]
  [org_id: AND d.org_id = :org_id]
  [reason: AND d.reason = :reason];

-- office_dnc_one(id u64) -> one
-- unscoped: staff of the operator answer complaints of people who do not know who wrote
SELECT d.id, d.addr, d.reason, d.note, d.org_id, g.name AS org, d.outbox_id, @datetime(d.created_at) AS at
FROM dnc d JOIN org g ON g.id = d.org_id WHERE d.id = :id;

-- office_dnc_drop(id u64) -> exec1
-- unscoped: staff of the operator take an address out again, with a reason that is recorded
DELETE FROM dnc WHERE id = :id;

-- ---- audit ----

-- office_audit(org_id u64?, account_id u64?, action text?, noun text?, noun_id u64?, since text?, until text?) -> list
-- unscoped: the administrator of the suite reads the records of all organisations; reading is recorded as office.audit
-- sort id: a.id desc
SELECT a.id, DATE_FORMAT(a.at + INTERVAL 9 HOUR, '%Y/%m/%d %H:%i:%s') AS at, a.org_id, g.name AS org, a.account_id, c.name AS who,
  a.action, a.noun, a.noun_id, a.ip, a.detail
FROM audit a LEFT JOIN org g ON g.id = a.org_id LEFT JOIN account c ON c.id = a.account_id
WHERE 1 = 1
  [org_id: AND a.org_id = :org_id]
  [account_id: AND a.account_id = :account_id]
  [action: AND LEFT(a.action, CHAR_LENGTH(:action)) = CONVERT(:action USING ascii)]
  [noun: AND a.noun = CONVERT(:noun USING ascii)]
  [noun_id: AND a.noun_id = :noun_id]
  [since: AND a.at >= :since - INTERVAL 9 HOUR]
  [until: AND a.at < :until + INTERVAL 15 HOUR];
