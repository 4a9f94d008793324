-- Templates, runs and the outbox. The outbox is the recipient ledger: one durable row per recipient exists before the
-- first mail of a run leaves.

CREATE TABLE template (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  kind        VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'mail kind: which tags exist (lib/model/mailkind)',
  name        VARCHAR(80) NOT NULL,
  subject     VARCHAR(200) NOT NULL,
  body        TEXT NOT NULL,
  phase       VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'empty: no phase setting',
  account_id  BIGINT UNSIGNED NOT NULL,
  created_at  DATETIME NOT NULL,
  updated_at  DATETIME NOT NULL,
  deleted_at  DATETIME NULL,
  version     INT UNSIGNED NOT NULL DEFAULT 1,
  KEY template_kind (org_id, kind, name, id),
  KEY template_updated (org_id, updated_at, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE signature (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  account_id  BIGINT UNSIGNED NOT NULL,
  name        VARCHAR(80) NOT NULL,
  body        TEXT NOT NULL,
  is_default  TINYINT UNSIGNED NOT NULL DEFAULT 0,
  created_at  DATETIME NOT NULL,
  updated_at  DATETIME NOT NULL,
  KEY signature_account (org_id, account_id, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What a mail says, once for all its recipients. Tags {{ }} are filled per recipient from outbox.vars.
CREATE TABLE mail (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  kind        VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  bulk        TINYINT UNSIGNED NOT NULL COMMENT '1: do-not-contact ledger, List-Unsubscribe and footer apply',
  from_name   VARCHAR(120) NOT NULL,
  from_addr   VARCHAR(254) NOT NULL,
  reply_to    VARCHAR(254) NOT NULL DEFAULT '',
  subject     VARCHAR(200) NOT NULL,
  body        MEDIUMTEXT NOT NULL COMMENT 'signature already in it, footer too',
  lang        ENUM('ja','en') NOT NULL DEFAULT 'ja',
  account_id  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  shared      TINYINT UNSIGNED NOT NULL DEFAULT 1 COMMENT '1: colleagues may read it in the history',
  created_at  DATETIME NOT NULL,
  KEY mail_org (org_id, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

CREATE TABLE run (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id        BIGINT UNSIGNED NOT NULL,
  account_id    BIGINT UNSIGNED NOT NULL,
  kind          VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'mail kind',
  list          VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'resume or contact: whose records',
  state         ENUM('draft','queued','expanding','sending','paused','stopped','done','cancelled') NOT NULL DEFAULT 'draft',
  resume_state  ENUM('','queued','expanding','sending') NOT NULL DEFAULT '' COMMENT 'what a paused run goes on with',
  scope         ENUM('all','shown','checked') NOT NULL DEFAULT 'all',
  query         TEXT NOT NULL COMMENT 'the query string of the list',
  ids           MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'of scope shown and checked, comma separated, ascending',
  fields        VARCHAR(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'mail,mail_mobile,mail_sub',
  from_name     VARCHAR(120) NOT NULL DEFAULT '',
  from_addr     VARCHAR(254) NOT NULL DEFAULT '',
  reply_to      VARCHAR(254) NOT NULL DEFAULT '',
  template_id   BIGINT UNSIGNED NOT NULL DEFAULT 0,
  signature_id  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  subject       VARCHAR(200) NOT NULL DEFAULT '',
  body          MEDIUMTEXT NOT NULL,
  shared        TINYINT UNSIGNED NOT NULL DEFAULT 1,
  phase         VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  job_id        BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of a matching list that began at a JOB',
  resume_id     BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of a matching list that began at a résumé',
  mail_id       BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'the mail made at confirmation',
  start_at      DATETIME NULL COMMENT 'NULL: at once',
  max_id        BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'highest record id at confirmation: later records are not in the run',
  last_id       BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'expanded up to this record id',
  n_records     INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'records walked by the expansion',
  n_empty       INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of them without any address',
  n_duplicate   INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'addresses that had a row already',
  n_total       INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'rows in outbox',
  n_ready       INT NOT NULL DEFAULT 0,
  n_deferred    INT NOT NULL DEFAULT 0,
  n_sent        INT NOT NULL DEFAULT 0,
  n_failed      INT NOT NULL DEFAULT 0 COMMENT 'refused for good, or not delivered within the retry time',
  n_suppressed  INT NOT NULL DEFAULT 0 COMMENT 'address in the do-not-contact ledger',
  n_doubt       INT NOT NULL DEFAULT 0 COMMENT '確認要: may have been handed over',
  n_stopped     INT NOT NULL DEFAULT 0,
  created_at    DATETIME NOT NULL,
  confirmed_at  DATETIME NULL,
  done_at       DATETIME NULL,
  updated_at    DATETIME NOT NULL,
  KEY run_account (org_id, account_id, state, id),
  KEY run_org (org_id, id),
  KEY run_state (state, start_at, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- One row per recipient. run_id 0 is the lane of single mails (passwords, notices). States:
--   ready → claimed → sent | failed | deferred | doubt | suppressed;  deferred → ready when due;  ready|deferred → stopped
CREATE TABLE outbox (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  run_id      BIGINT UNSIGNED NOT NULL,
  mail_id     BIGINT UNSIGNED NOT NULL,
  noun        ENUM('','resume','contact','account') NOT NULL,
  noun_id     BIGINT UNSIGNED NOT NULL,
  once_key    VARCHAR(254) NULL COMMENT 'of a run: the address, so that it gets one mail; NULL for single mails',
  to_addr     VARCHAR(254) NOT NULL,
  to_name     VARCHAR(120) NOT NULL DEFAULT '',
  vars        TEXT NOT NULL COMMENT 'values of the tags used, name TAB value LF, frozen at expansion',
  state       ENUM('ready','claimed','sent','failed','deferred','doubt','suppressed','stopped') NOT NULL,
  attempts    TINYINT UNSIGNED NOT NULL DEFAULT 0,
  due_at      DATETIME NOT NULL COMMENT 'deferred: next try; claimed: end of the lease',
  claimer     VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  smtp_code   SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  smtp_text   VARCHAR(250) NOT NULL DEFAULT '',
  message_id  VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  bounce      VARCHAR(120) NOT NULL DEFAULT '' COMMENT 'status and text of a later bounce',
  created_at  DATETIME NOT NULL,
  done_at     DATETIME NULL,
  UNIQUE KEY outbox_once (run_id, once_key),
  KEY outbox_lane (run_id, state, id),
  KEY outbox_due (state, due_at, id),
  KEY outbox_record (org_id, noun, noun_id, id),
  KEY outbox_org (org_id, id),
  KEY outbox_mail (mail_id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Every answer that was not a success.
CREATE TABLE outbox_try (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  outbox_id  BIGINT UNSIGNED NOT NULL,
  attempt    TINYINT UNSIGNED NOT NULL,
  at         DATETIME NOT NULL,
  smtp_code  SMALLINT UNSIGNED NOT NULL,
  smtp_text  VARCHAR(250) NOT NULL,
  UNIQUE KEY outbox_try_once (outbox_id, attempt)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Do-not-contact ledger (配信停止先). Checked at the moment of sending.
CREATE TABLE dnc (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  addr        VARCHAR(254) NOT NULL,
  reason      ENUM('request','hand','hard','soft') NOT NULL COMMENT 'unsubscribed, entered by hand, one hard bounce, three soft ones',
  note        VARCHAR(200) NOT NULL DEFAULT '',
  outbox_id   BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'the mail it came from',
  account_id  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  created_at  DATETIME NOT NULL,
  UNIQUE KEY dnc_addr (org_id, addr),
  KEY dnc_org (org_id, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
