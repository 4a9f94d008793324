-- 企業, 企業担当者, JOB, レジュメ, 選考プロセス and their history. Every sort of a list has an index that ends in id.

CREATE TABLE company (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  name        VARCHAR(120) NOT NULL,
  kana        VARCHAR(120) NOT NULL DEFAULT '',
  industry    SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  zip         VARCHAR(8) NOT NULL DEFAULT '',
  pref        TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'JIS X 0401, 0: not given',
  address     VARCHAR(200) NOT NULL DEFAULT '',
  phone       VARCHAR(16) NOT NULL DEFAULT '',
  url         VARCHAR(200) NOT NULL DEFAULT '',
  note        TEXT NOT NULL,
  owner_id    BIGINT UNSIGNED NOT NULL DEFAULT 0,
  search      MEDIUMBLOB NOT NULL COMMENT 'normalised text of all text columns, for free words',
  created_at  DATETIME NOT NULL,
  updated_at  DATETIME NOT NULL,
  version     INT UNSIGNED NOT NULL DEFAULT 1,
  KEY company_org (org_id, id),
  KEY company_updated (org_id, updated_at, id),
  KEY company_kana (org_id, kana, id),
  KEY company_pref (org_id, pref, updated_at, id),
  KEY company_owner (org_id, owner_id, updated_at, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE contact (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  company_id  BIGINT UNSIGNED NOT NULL,
  name        VARCHAR(80) NOT NULL,
  kana        VARCHAR(80) NOT NULL,
  department  VARCHAR(80) NOT NULL DEFAULT '',
  title       VARCHAR(80) NOT NULL DEFAULT '',
  mail        VARCHAR(254) NOT NULL DEFAULT '',
  mail_mobile VARCHAR(254) NOT NULL DEFAULT '',
  mail_sub    VARCHAR(254) NOT NULL DEFAULT '',
  mail_flag   ENUM('','bounced','stopped') NOT NULL DEFAULT '' COMMENT 'any of its addresses is in the do-not-contact ledger',
  phone       VARCHAR(16) NOT NULL DEFAULT '',
  note        TEXT NOT NULL,
  owner_id    BIGINT UNSIGNED NOT NULL DEFAULT 0,
  search      MEDIUMBLOB NOT NULL,
  created_at  DATETIME NOT NULL,
  updated_at  DATETIME NOT NULL,
  version     INT UNSIGNED NOT NULL DEFAULT 1,
  KEY contact_org (org_id, id),
  KEY contact_updated (org_id, updated_at, id),
  KEY contact_kana (org_id, kana, id),
  KEY contact_company (org_id, company_id, updated_at, id),
  KEY contact_owner (org_id, owner_id, updated_at, id),
  KEY contact_mail (org_id, mail),
  KEY contact_mail_mobile (org_id, mail_mobile),
  KEY contact_mail_sub (org_id, mail_sub)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE job (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id       BIGINT UNSIGNED NOT NULL,
  company_id   BIGINT UNSIGNED NOT NULL,
  contact_id   BIGINT UNSIGNED NOT NULL DEFAULT 0,
  name         VARCHAR(120) NOT NULL COMMENT 'JOB名',
  occupation   SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  pref         TINYINT UNSIGNED NOT NULL DEFAULT 0,
  address      VARCHAR(200) NOT NULL DEFAULT '' COMMENT '勤務地',
  employment   TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '雇用形態',
  salary_from  INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '万円 a year, 0: not given',
  salary_to    INT UNSIGNED NOT NULL DEFAULT 0,
  hours        VARCHAR(120) NOT NULL DEFAULT '',
  skills       VARCHAR(400) NOT NULL DEFAULT '',
  licences     VARCHAR(400) NOT NULL DEFAULT '',
  body         TEXT NOT NULL COMMENT '仕事内容',
  note         TEXT NOT NULL,
  state        ENUM('open','paused','closed') NOT NULL DEFAULT 'open',
  owner_id     BIGINT UNSIGNED NOT NULL DEFAULT 0,
  search       MEDIUMBLOB NOT NULL,
  created_at   DATETIME NOT NULL,
  updated_at   DATETIME NOT NULL,
  version      INT UNSIGNED NOT NULL DEFAULT 1,
  KEY job_org (org_id, id),
  KEY job_updated (org_id, updated_at, id),
  KEY job_name (org_id, name, id),
  KEY job_company (org_id, company_id, updated_at, id),
  KEY job_contact (org_id, contact_id, updated_at, id),
  KEY job_occupation (org_id, occupation, updated_at, id),
  KEY job_pref (org_id, pref, updated_at, id),
  KEY job_owner (org_id, owner_id, updated_at, id),
  KEY job_salary (org_id, salary_to, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE resume (
  id           BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id       BIGINT UNSIGNED NOT NULL,
  name         VARCHAR(80) NOT NULL,
  kana         VARCHAR(80) NOT NULL,
  birth_on     DATE NOT NULL DEFAULT '0001-01-01' COMMENT '0001-01-01: not given',
  zip          VARCHAR(8) NOT NULL DEFAULT '',
  pref         TINYINT UNSIGNED NOT NULL DEFAULT 0,
  address      VARCHAR(200) NOT NULL DEFAULT '',
  phone        VARCHAR(16) NOT NULL DEFAULT '',
  mail         VARCHAR(254) NOT NULL DEFAULT '',
  mail_mobile  VARCHAR(254) NOT NULL DEFAULT '',
  mail_sub     VARCHAR(254) NOT NULL DEFAULT '',
  mail_flag    ENUM('','bounced','stopped') NOT NULL DEFAULT '',
  occupation   SMALLINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '希望職種',
  experience   VARCHAR(120) NOT NULL DEFAULT '' COMMENT 'one line: 経験9年、うちリーダー3年',
  salary_from  INT UNSIGNED NOT NULL DEFAULT 0 COMMENT '希望年収 in 万円, 0: not given',
  salary_to    INT UNSIGNED NOT NULL DEFAULT 0,
  skills       VARCHAR(400) NOT NULL DEFAULT '',
  licences     VARCHAR(400) NOT NULL DEFAULT '',
  phase        ENUM('new','approach','applied','screening','interview','offer','joined','declined','rejected') NOT NULL DEFAULT 'new' COMMENT 'of the process moved last',
  available_on DATE NOT NULL DEFAULT '0001-01-01' COMMENT '入社可能日',
  owner_id     BIGINT UNSIGNED NOT NULL DEFAULT 0,
  created_at   DATETIME NOT NULL,
  updated_at   DATETIME NOT NULL,
  version      INT UNSIGNED NOT NULL DEFAULT 1,
  KEY resume_org (org_id, id, updated_at),
  KEY resume_updated (org_id, updated_at, id),
  KEY resume_kana (org_id, kana, id),
  KEY resume_birth (org_id, birth_on, id),
  KEY resume_salary (org_id, salary_from, id),
  KEY resume_phase (org_id, phase, updated_at, id),
  KEY resume_pref (org_id, pref, updated_at, id),
  KEY resume_occupation (org_id, occupation, updated_at, id),
  KEY resume_owner (org_id, owner_id, updated_at, id),
  KEY resume_mail (org_id, mail),
  KEY resume_mail_mobile (org_id, mail_mobile),
  KEY resume_mail_sub (org_id, mail_sub),
  KEY resume_phone (org_id, phone)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The long texts of a résumé: read one at a time.
CREATE TABLE resume_text (
  resume_id  BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  org_id     BIGINT UNSIGNED NOT NULL,
  career     TEXT NOT NULL COMMENT '職務経歴',
  wish       TEXT NOT NULL COMMENT '希望・自己PR',
  note       TEXT NOT NULL
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What free words are looked up in, written by lib/model/words.c only: the normalised text of all text columns as bytes (a
-- search in bytes takes a sixth of the time of one in characters, and in UTF-8 it finds the same).
CREATE TABLE resume_search (
  resume_id  BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  org_id     BIGINT UNSIGNED NOT NULL,
  search     MEDIUMBLOB NOT NULL
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Which résumés contain a bigram or a character: the set of their ids, in blocks of 4,096. An own index in the place of a
-- full-text one, which takes 30 to 140 ms for common words: sets are read in a millisecond and met in memory, an
-- organisation's search reads its own sets only, and they are there with the commit.
CREATE TABLE resume_gram (
  org_id  BIGINT UNSIGNED NOT NULL,
  gram    INT UNSIGNED NOT NULL COMMENT 'two UTF-16 units, or one alone',
  block   INT UNSIGNED NOT NULL COMMENT 'resume_id / 4096',
  bits    VARBINARY(513) NOT NULL COMMENT '513 bytes: a bitmap behind a byte of 1; else numbers below 4096 in two bytes each, in no order',
  PRIMARY KEY (org_id, gram, block)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- How common it is over all organisations, counted on every 64th résumé only, so the table is hardly ever written: tells
-- which sets of a query to read first.
CREATE TABLE gram (
  gram  INT UNSIGNED NOT NULL PRIMARY KEY,
  n     BIGINT NOT NULL
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE process (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  resume_id   BIGINT UNSIGNED NOT NULL,
  job_id      BIGINT UNSIGNED NOT NULL,
  phase       ENUM('new','approach','applied','screening','interview','offer','joined','declined','rejected') NOT NULL,
  note        TEXT NOT NULL,
  owner_id    BIGINT UNSIGNED NOT NULL DEFAULT 0,
  created_at  DATETIME NOT NULL,
  updated_at  DATETIME NOT NULL,
  version     INT UNSIGNED NOT NULL DEFAULT 1,
  UNIQUE KEY process_pair (org_id, resume_id, job_id),
  KEY process_job (org_id, job_id, updated_at, id),
  KEY process_updated (org_id, updated_at, id),
  KEY process_phase (org_id, phase, updated_at, id),
  KEY process_owner (org_id, owner_id, updated_at, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Who moved a process when; never changed.
CREATE TABLE phase_log (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  process_id  BIGINT UNSIGNED NOT NULL,
  phase_from  VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  phase_to    VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  account_id  BIGINT UNSIGNED NOT NULL,
  run_id      BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'moved by a mail of this run',
  at          DATETIME NOT NULL,
  KEY phase_log_process (org_id, process_id, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- 履歴 of a record: notes, creations, changes, imports. Mails of a record stand in outbox, phases in phase_log.
CREATE TABLE history (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  noun        ENUM('company','contact','job','resume','process') NOT NULL,
  noun_id     BIGINT UNSIGNED NOT NULL,
  kind        ENUM('note','create','update','import','file','answer','bounce') NOT NULL,
  account_id  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  at          DATETIME NOT NULL,
  body        TEXT NOT NULL COMMENT 'the note, or the changed field names',
  KEY history_noun (org_id, noun, noun_id, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
