-- A table with a column of every type that the schema uses, for tests/tool/dbcheck.c.
CREATE TABLE thing (
  id      BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id  BIGINT UNSIGNED NOT NULL,
  big     BIGINT UNSIGNED NOT NULL DEFAULT 0,
  signed_ BIGINT NOT NULL DEFAULT 0,
  small   TINYINT UNSIGNED NOT NULL DEFAULT 0,
  maybe   INT UNSIGNED NULL,
  name    VARCHAR(120) NOT NULL DEFAULT '',
  nick    VARCHAR(120) NULL,
  body    LONGTEXT NOT NULL DEFAULT '',
  on_     DATE NOT NULL DEFAULT '0001-01-01',
  at      DATETIME NOT NULL DEFAULT '2026-01-01',
  state   ENUM('new','active','closed') NOT NULL DEFAULT 'new',
  hash    BINARY(32) NULL,
  KEY thing_org (org_id, id),
  UNIQUE KEY thing_hash (hash)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
