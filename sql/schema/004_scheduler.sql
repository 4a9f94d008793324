-- The scheduler: who of several is at work, and the chain of the audit log.

-- One row per task that only one process may do. GET_LOCK holds on one node of a cluster only; a row holds on all. Whoever takes
-- it over raises epoch, so that the commits of the one before fail. Times are the database's own clock.
CREATE TABLE lease (
  name      VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  holder    VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'host:pid:random, empty: free',
  until_at  DATETIME(6) NOT NULL,
  epoch     BIGINT UNSIGNED NOT NULL
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- The place of each audit row in the log files. A row stands here before its line is written, so the line can be written again
-- byte for byte after a crash.
CREATE TABLE audit_chain (
  seq       BIGINT UNSIGNED NOT NULL PRIMARY KEY COMMENT 'without gaps from 1',
  audit_id  BIGINT UNSIGNED NOT NULL,
  hash      BINARY(32) NOT NULL COMMENT 'of the line',
  month     INT UNSIGNED NOT NULL COMMENT 'YYYYMM of the file, never falls',
  UNIQUE KEY audit_chain_row (audit_id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- One row: the end of the chain.
CREATE TABLE audit_head (
  one       TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  seq       BIGINT UNSIGNED NOT NULL,
  hash      BINARY(32) NOT NULL,
  month     INT UNSIGNED NOT NULL,
  floor_id  BIGINT UNSIGNED NOT NULL COMMENT 'audit rows up to this id are all in the chain, and no open transaction can add one',
  written   BIGINT UNSIGNED NOT NULL COMMENT 'lines up to this seq are on disk'
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT INTO lease (name, holder, until_at, epoch) VALUES ('scheduler', '', '2000-01-01', 0);
INSERT INTO audit_head (one, seq, hash, month, floor_id, written) VALUES (1, 0, REPEAT(CHAR(0), 32), 0, 0, 0);

-- What goes by its age is found without looking at all rows.
ALTER TABLE selection ADD KEY selection_updated (updated_at);
ALTER TABLE file ADD KEY file_noun_created (noun, created_at);
