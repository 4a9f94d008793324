-- Identity, sessions, audit, files and what every list needs. Times are UTC. Text is utf8mb4_bin: what is equal is equal
-- byte by byte after the normalisation at input; kana sort by code point.

CREATE TABLE org (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind        ENUM('operator','customer') NOT NULL,
  name        VARCHAR(120) NOT NULL,
  kana        VARCHAR(120) NOT NULL DEFAULT '',
  features    SET('agency','client','outreach','support') NOT NULL DEFAULT '',
  state       ENUM('active','closed') NOT NULL DEFAULT 'active',
  zip         VARCHAR(8) NOT NULL DEFAULT '',
  address     VARCHAR(200) NOT NULL DEFAULT '',
  phone       VARCHAR(16) NOT NULL DEFAULT '',
  mail_rate   INT UNSIGNED NULL COMMENT 'mails per second, NULL: as configured',
  created_at  DATETIME NOT NULL,
  updated_at  DATETIME NOT NULL,
  KEY org_name (name, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE account (
  id             BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id         BIGINT UNSIGNED NOT NULL,
  login_id       CHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT '会員ID',
  name           VARCHAR(80) NOT NULL,
  kana           VARCHAR(80) NOT NULL DEFAULT '',
  mail           VARCHAR(254) NOT NULL COMMENT 'lower case; unique over all organisations: it signs in',
  mail2          VARCHAR(254) NOT NULL DEFAULT '' COMMENT '第2アドレス: may be used as sender',
  roles          SET('admin','member','reader','sales','production','support','review','finance','outreach','sysadmin') NOT NULL,
  state          ENUM('invited','active','closed') NOT NULL,
  passwd         VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  lang           ENUM('','ja','en') NOT NULL DEFAULT '',
  csv            ENUM('utf8','cp932') NOT NULL DEFAULT 'utf8',
  runs_seen_at   DATETIME NULL COMMENT 'finished runs before this time no longer show in the icon',
  signed_in_at   DATETIME NULL,
  created_at     DATETIME NOT NULL,
  updated_at     DATETIME NOT NULL,
  UNIQUE KEY account_login (login_id),
  UNIQUE KEY account_mail (mail),
  KEY account_org (org_id, state, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE session (
  token_hash  BINARY(32) NOT NULL PRIMARY KEY COMMENT 'SHA-256 of the cookie',
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT UNIQUE KEY COMMENT 'how its owner names it',
  account_id  BIGINT UNSIGNED NOT NULL,
  created_at  DATETIME NOT NULL,
  seen_at     DATETIME NOT NULL COMMENT 'written every few minutes only',
  ip          VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  agent       VARCHAR(200) NOT NULL,
  KEY session_account (account_id, created_at),
  KEY session_seen (seen_at)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE link_token (
  token_hash  BINARY(32) NOT NULL PRIMARY KEY,
  purpose     ENUM('invite','reset','mail','mail2') NOT NULL,
  account_id  BIGINT UNSIGNED NOT NULL,
  value       VARCHAR(254) NOT NULL DEFAULT '' COMMENT 'the new address of purposes mail and mail2',
  expires_at  DATETIME NOT NULL,
  used_at     DATETIME NULL,
  KEY link_token_account (account_id, purpose),
  KEY link_token_expiry (expires_at)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE throttle (
  name          VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY COMMENT 'kind:hash of account or address',
  failures      INT UNSIGNED NOT NULL,
  first_at      DATETIME NOT NULL,
  locked_until  DATETIME NULL,
  KEY throttle_first (first_at)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- A form's one-time token, spent in the transaction of the change; a second arrival is led to the same answer.
CREATE TABLE form_once (
  token       BINARY(16) NOT NULL PRIMARY KEY,
  account_id  BIGINT UNSIGNED NOT NULL,
  location    VARCHAR(255) NOT NULL DEFAULT '',
  made_at     DATETIME NOT NULL,
  KEY form_once_made (made_at)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE audit (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  at          DATETIME(6) NOT NULL,
  org_id      BIGINT UNSIGNED NOT NULL DEFAULT 0,
  account_id  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  request_id  VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  ip          VARCHAR(45) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  action      VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  noun        VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  noun_id     BIGINT UNSIGNED NOT NULL DEFAULT 0,
  detail      MEDIUMTEXT NOT NULL COMMENT 'JSON: before, after, counts; no secrets',
  KEY audit_org (org_id, id),
  KEY audit_action (org_id, action, id),
  KEY audit_account (org_id, account_id, id),
  KEY audit_noun (org_id, noun, noun_id, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Bytes, named by their content; the files of a record point at them.
CREATE TABLE `blob` (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  hash        BINARY(32) NOT NULL COMMENT 'SHA-256; the file is blob_dir/ab/abcdef...',
  size        BIGINT UNSIGNED NOT NULL,
  type        VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created_at  DATETIME NOT NULL,
  UNIQUE KEY blob_hash (hash)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE file (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  noun        ENUM('resume','job','run','import') NOT NULL,
  noun_id     BIGINT UNSIGNED NOT NULL,
  blob_id     BIGINT UNSIGNED NOT NULL,
  name        VARCHAR(200) NOT NULL,
  account_id  BIGINT UNSIGNED NOT NULL,
  created_at  DATETIME NOT NULL,
  deleted_at  DATETIME NULL,
  KEY file_noun (org_id, noun, noun_id, id),
  KEY file_blob (blob_id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Totals of a whole list, kept in the transaction that changes them: COUNT(*) over a million rows is no answer.
CREATE TABLE counter (
  org_id  BIGINT UNSIGNED NOT NULL,
  noun    VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  n       BIGINT NOT NULL,
  PRIMARY KEY (org_id, noun)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE saved_search (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  account_id  BIGINT UNSIGNED NOT NULL,
  list        VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  name        VARCHAR(80) NOT NULL,
  query       TEXT NOT NULL COMMENT 'the query string of the list',
  created_at  DATETIME NOT NULL,
  KEY saved_search_account (org_id, account_id, list, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What an account has on screen and ticked on one list; survives paging, used by the scopes of a bulk action.
CREATE TABLE selection (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  account_id  BIGINT UNSIGNED NOT NULL,
  list        VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  query       TEXT NOT NULL,
  shown       MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'ids, comma separated, bounded by conf',
  checked     MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  updated_at  DATETIME NOT NULL,
  UNIQUE KEY selection_list (org_id, account_id, list)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
