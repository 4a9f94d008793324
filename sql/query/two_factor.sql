-- Two-factor sign-in (lib/model/identity/two_factor.c, cgi-bin/account). Accounts are named by id: at sign-in nobody has a session yet.

-- ---- the secret ----

-- two_factor_put(account_id u64, key_id text, secret text) -> exec
INSERT INTO two_factor (account_id, key_id, secret, last_step, made_at) VALUES (:account_id, :key_id, :secret, 0, :now)
ON DUPLICATE KEY UPDATE key_id = :key_id, secret = :secret, last_step = 0, made_at = :now;

-- two_factor_find(account_id u64) -> maybe
-- unscoped: one's own, or of who just gave the password
SELECT t.key_id AS _key_id, t.secret AS _secret, t.last_step AS _last_step, a.two_factor_at IS NOT NULL AS _on,
  TIMESTAMPDIFF(SECOND, t.made_at, :now) AS _age
FROM two_factor t JOIN account a ON a.id = t.account_id WHERE t.account_id = :account_id;

-- two_factor_take(account_id u64, step u64) -> exec
-- of two that bring the same code at the same moment one finds no row
UPDATE two_factor SET last_step = :step WHERE account_id = :account_id AND last_step < :step;

-- two_factor_drop(account_id u64) -> exec
DELETE FROM two_factor WHERE account_id = :account_id;

-- account_two_factor(id u64, on u64) -> exec1
-- unscoped: one's own account, or a member that was found in its organisation
UPDATE account SET two_factor_at = IF(:on, :now, NULL), updated_at = :now WHERE id = :id AND state <> 'closed';

-- ---- recovery codes ----

-- recovery_put(account_id u64, hash blob32) -> exec
INSERT INTO recovery_code (account_id, code_hash) VALUES (:account_id, :hash);

-- recovery_spend(account_id u64, hash blob32) -> exec
UPDATE recovery_code SET used_at = :now WHERE account_id = :account_id AND code_hash = :hash AND used_at IS NULL;

-- recovery_left(account_id u64) -> one
SELECT COUNT(*) AS _n FROM recovery_code WHERE account_id = :account_id AND used_at IS NULL;

-- recovery_drop(account_id u64) -> exec
DELETE FROM recovery_code WHERE account_id = :account_id;

-- ---- between password and code ----

-- signin_code_put(hash blob32, account_id u64, minutes u64) -> exec
INSERT INTO signin_code (token_hash, account_id, expires_at) VALUES (:hash, :account_id, :now + INTERVAL :minutes MINUTE);

-- signin_code_find(hash blob32) -> maybe
-- unscoped: the cookie says who gave the password
SELECT a.id AS _id, a.org_id AS _org_id, a.name AS _name, a.mail AS _mail, a.lang AS _lang, a.login_id AS _login_id,
  a.roles + 0 AS _roles, o.features + 0 AS _features
FROM signin_code s JOIN account a ON a.id = s.account_id JOIN org o ON o.id = a.org_id
WHERE s.token_hash = :hash AND s.expires_at > :now AND a.two_factor_at IS NOT NULL AND a.state = 'active' AND o.state = 'active';

-- signin_code_spend(hash blob32) -> exec1
DELETE FROM signin_code WHERE token_hash = :hash;

-- signin_code_drop(account_id u64) -> exec
DELETE FROM signin_code WHERE account_id = :account_id;

-- ---- a new key (account.fcgi --rotate-keys) ----

-- two_factor_sealed(after u64, most u64) -> many
SELECT account_id AS _account_id, key_id AS _key_id, secret AS _secret
FROM two_factor WHERE account_id > :after ORDER BY account_id LIMIT :most FOR UPDATE;

-- two_factor_reseal(account_id u64, key_id text, secret text) -> exec1
UPDATE two_factor SET key_id = :key_id, secret = :secret WHERE account_id = :account_id;
