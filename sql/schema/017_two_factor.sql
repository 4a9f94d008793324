-- Two-factor sign-in (RFC 6238): a secret that the account's authenticator app shares with us, and recovery codes for the day the device is lost.
ALTER TABLE account ADD two_factor_at DATETIME NULL COMMENT 'signs in with a code, too, since then; NULL: with the password alone';

CREATE TABLE two_factor (
  account_id  BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  key_id      CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'names the key of the files that the secret is sealed under',
  secret      VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'AES-256-GCM',
  last_step   BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'step of 30 seconds of the last code that was taken: neither it nor an earlier one is good again',
  made_at     DATETIME NOT NULL
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE recovery_code (
  account_id  BIGINT UNSIGNED NOT NULL,
  code_hash   BINARY(32) NOT NULL COMMENT 'SHA-256 of account and code, which has 80 random bits',
  used_at     DATETIME NULL,
  PRIMARY KEY (account_id, code_hash)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Somebody gave the right password and is asked for the code. No session: nothing but the page for the code reads it.
CREATE TABLE signin_code (
  token_hash  BINARY(32) NOT NULL PRIMARY KEY COMMENT 'SHA-256 of a cookie of its own',
  account_id  BIGINT UNSIGNED NOT NULL,
  expires_at  DATETIME NOT NULL,
  KEY signin_code_account (account_id),
  KEY signin_code_expiry (expires_at)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
