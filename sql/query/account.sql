-- Accounts: sign-in, links from mails, sessions, the members of an organisation. Columns that begin with _ never reach a page.

-- ---- sign-in ----

-- account_by_login(login_id text) -> maybe
-- unscoped: nobody is signed in yet; the account says which organisation it is
SELECT a.id AS _id, a.org_id AS _org_id, a.passwd AS _passwd, a.name AS _name, a.mail AS _mail, a.lang AS _lang, a.login_id AS _login_id,
  a.roles + 0 AS _roles, o.features + 0 AS _features, a.state AS _state, o.state AS _org_state,
  a.two_factor_at IS NOT NULL AS _two_factor
FROM account a JOIN org o ON o.id = a.org_id WHERE a.login_id = :login_id;

-- account_by_mail(mail text) -> maybe
-- unscoped: nobody is signed in yet; the account says which organisation it is
SELECT a.id AS _id, a.org_id AS _org_id, a.passwd AS _passwd, a.name AS _name, a.mail AS _mail, a.lang AS _lang, a.login_id AS _login_id,
  a.roles + 0 AS _roles, o.features + 0 AS _features, a.state AS _state, o.state AS _org_state,
  a.two_factor_at IS NOT NULL AS _two_factor
FROM account a JOIN org o ON o.id = a.org_id WHERE a.mail = :mail;

-- account_signed_in(id u64) -> exec1
-- unscoped: the account just gave its password
UPDATE account SET signed_in_at = :now WHERE id = :id;

-- account_passwd(id u64, passwd text) -> exec1
-- unscoped: the account gave its password, or a link from its mail
UPDATE account a JOIN org o ON o.id = a.org_id
SET a.passwd = :passwd, a.state = 'active', a.updated_at = :now, o.members_version = o.members_version + 1
WHERE a.id = :id AND a.state <> 'closed';

-- account_rehash(id u64, passwd text) -> exec1
-- unscoped: the account just gave its password
UPDATE account SET passwd = :passwd WHERE id = :id;

-- ---- links from mails ----

-- link_insert(hash blob32, purpose text, account_id u64, value text, expires text) -> exec
INSERT INTO link_token (token_hash, purpose, account_id, value, expires_at) VALUES (:hash, :purpose, :account_id, :value, :expires);

-- link_find(hash blob32, purpose text) -> maybe
-- unscoped: whoever holds the link is the account
SELECT l.account_id AS _account_id, l.value AS _value, a.org_id AS _org_id, a.login_id AS login_id, a.name AS name, a.mail AS mail,
  a.lang AS _lang, o.name AS org_name
FROM link_token l JOIN account a ON a.id = l.account_id JOIN org o ON o.id = a.org_id
WHERE l.token_hash = :hash AND l.purpose = :purpose AND l.used_at IS NULL AND l.expires_at > :now
  AND a.state <> 'closed' AND o.state = 'active';

-- link_spend(hash blob32, purpose text) -> exec
UPDATE link_token SET used_at = :now WHERE token_hash = :hash AND purpose = :purpose AND used_at IS NULL AND expires_at > :now;

-- link_void(account_id u64, purpose text) -> exec
UPDATE link_token SET used_at = :now WHERE account_id = :account_id AND purpose = :purpose AND used_at IS NULL;

-- link_void_all(account_id u64) -> exec
UPDATE link_token SET used_at = :now WHERE account_id = :account_id AND used_at IS NULL;

-- ---- sessions of an account ----

-- sessions_of_actor() -> many
SELECT s.id, @datetime(s.created_at) AS created_at, @datetime(s.seen_at) AS seen_at, s.ip, s.agent
FROM session s WHERE s.account_id = :actor ORDER BY s.seen_at DESC, s.id DESC LIMIT 200;

-- session_end_own(id u64) -> exec1
DELETE FROM session WHERE id = :id AND account_id = :actor;

-- sessions_end_others(id u64) -> exec
DELETE FROM session WHERE account_id = :actor AND id <> :id;

-- sessions_end_all(account_id u64) -> exec
DELETE FROM session WHERE account_id = :account_id;

-- ---- one's own account ----

-- account_own() -> one
SELECT login_id, name, kana, mail, mail2, lang, csv, @datetime(two_factor_at) AS two_factor_at, passwd AS _passwd FROM account WHERE org_id = :org AND id
    = :actor;

-- account_settings(name text, kana text, lang text, csv text) -> exec1
UPDATE account a JOIN org o ON o.id = a.org_id
SET a.name = :name, a.kana = :kana, a.lang = :lang, a.csv = :csv, a.updated_at = :now, o.members_version = o.members_version + 1
WHERE a.org_id = :org AND a.id = :actor;

-- account_lang(lang text) -> exec1
UPDATE account SET lang = :lang, updated_at = :now WHERE org_id = :org AND id = :actor;

-- account_mail(id u64, mail text) -> exec1
-- unscoped: the account holds the link that was sent to the new address
UPDATE account SET mail = :mail, updated_at = :now WHERE id = :id AND state <> 'closed';

-- account_mail2(id u64, mail2 text) -> exec1
-- unscoped: the account holds the link that was sent to the new address
UPDATE account SET mail2 = :mail2, updated_at = :now WHERE id = :id AND state <> 'closed';

-- mail_in_use(mail text) -> maybe
-- unscoped: an address signs in, so it is unique over all organisations
SELECT a.id AS _id, a.org_id AS _org_id, a.login_id AS _login_id, a.name AS _name, a.lang AS _lang, a.state AS _state
FROM account a WHERE a.mail = :mail;

-- ---- members of an organisation (lib/model/identity/member.c) ----

-- members(org_id u64) -> many
-- unscoped: the organisation is named: one's own, or any for staff (route rows of the office)
SELECT id, login_id, name, kana, mail, roles, state, @datetime(signed_in_at) AS signed_in_at
FROM account WHERE org_id = :org_id ORDER BY state = 'closed', kana, id LIMIT 1000;

-- member_find(org_id u64, id u64) -> one
-- unscoped: the organisation is named: one's own, or any for staff (route rows of the office)
SELECT a.id, a.login_id, a.name, a.kana, a.mail, a.roles, a.state, @datetime(a.signed_in_at) AS signed_in_at,
  @datetime(a.created_at) AS created_at, @datetime(a.two_factor_at) AS two_factor_at, a.lang AS _lang, o.name AS _org_name,
  o.kind AS _org_kind
FROM account a JOIN org o ON o.id = a.org_id WHERE a.org_id = :org_id AND a.id = :id;

-- member_insert(org_id u64, login_id text, name text, kana text, mail text, roles text, lang text) -> insert
-- unscoped: the organisation is named: one's own, or any for staff (route rows of the office)
INSERT INTO account (org_id, login_id, name, kana, mail, roles, state, lang, created_at, updated_at)
VALUES (:org_id, :login_id, :name, :kana, :mail, :roles, 'invited', :lang, :now, :now);

-- login_taken(login_id text) -> maybe
-- unscoped: member numbers are unique over all organisations
SELECT id AS _id FROM account WHERE login_id = :login_id;

-- member_roles(org_id u64, id u64, roles text) -> exec1
-- unscoped: the organisation is named: one's own, or any for staff (route rows of the office)
UPDATE account SET roles = :roles, updated_at = :now WHERE org_id = :org_id AND id = :id AND state <> 'closed';

-- member_close(org_id u64, id u64) -> exec1
-- unscoped: the organisation is named: one's own, or any for staff (route rows of the office)
UPDATE account a JOIN org o ON o.id = a.org_id
SET a.state = 'closed', a.passwd = '', a.updated_at = :now, o.members_version = o.members_version + 1
WHERE a.org_id = :org_id AND a.id = :id AND a.state <> 'closed';

-- ---- the first account (account.fcgi --create-admin) ----

-- org_operator() -> maybe
-- unscoped: there is one operator organisation; found before anybody is signed in
SELECT o.id AS _id FROM org o WHERE o.kind = 'operator' LIMIT 1;

-- org_operator_insert(name text) -> insert
INSERT INTO org (kind, name, created_at, updated_at) VALUES ('operator', :name, :now, :now);

-- sysadmin_count() -> one
-- unscoped: the first administrator is made only while there is none
SELECT COUNT(*) AS _n FROM account WHERE FIND_IN_SET('sysadmin', roles) AND state = 'active';
