-- What came back: reports of mail servers and replies of people, each tied to the mail it answers.

CREATE TABLE bounce (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  outbox_id   BIGINT UNSIGNED NOT NULL,
  digest      BINARY(32) NOT NULL COMMENT 'of the report: the same one twice counts once',
  addr        VARCHAR(254) NOT NULL,
  kind        ENUM('user','host','full','size','policy','expired','delayed','other') NOT NULL,
  hard        TINYINT UNSIGNED NOT NULL,
  spent       TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '1: has led to an entry in the do-not-contact ledger and counts no more',
  status      VARCHAR(11) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'RFC 3463, empty: the server gave none',
  diagnostic  VARCHAR(250) NOT NULL,
  at          DATETIME NOT NULL,
  UNIQUE KEY bounce_once (outbox_id, digest),
  KEY bounce_addr (org_id, addr, at, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Replies; their text stands in history and in the mail that forwarded it.
CREATE TABLE answer (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  outbox_id   BIGINT UNSIGNED NOT NULL,
  digest      BINARY(32) NOT NULL,
  from_addr   VARCHAR(254) NOT NULL,
  at          DATETIME NOT NULL,
  UNIQUE KEY answer_once (outbox_id, digest),
  KEY answer_org (org_id, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
