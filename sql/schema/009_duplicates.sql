-- 重複の確認: what résumés are compared by, the pairs that were found, and merges with all it takes to undo them.

-- Written by lib/model/duplicate.c with the résumé itself. Of a résumé that was merged away the keys stay: they are good
-- again when the merge is undone, and until then every statement that shows a pair asks for both résumés.
CREATE TABLE resume_key (
  org_id     BIGINT UNSIGNED NOT NULL,
  kind       TINYINT UNSIGNED NOT NULL COMMENT '1 mail, 2 phone, 3 kana and birth date, 4 name and birth date, 5 name and address',
  hash       BINARY(16) NOT NULL COMMENT 'of the normalised text',
  resume_id  BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (org_id, kind, hash, resume_id),
  KEY resume_key_resume (org_id, resume_id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Pairs that have a key in common. A pair that has none any more stays with reasons 0, so that 「別人として扱う」 is not forgotten.
CREATE TABLE duplicate (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  low_id      BIGINT UNSIGNED NOT NULL,
  high_id     BIGINT UNSIGNED NOT NULL COMMENT 'the résumé with the higher id',
  reasons     SMALLINT UNSIGNED NOT NULL COMMENT 'bit 0 for resume_key.kind 1 and so on',
  state       ENUM('open','apart') NOT NULL DEFAULT 'open' COMMENT 'apart: somebody said that they are two persons',
  account_id  BIGINT UNSIGNED NOT NULL DEFAULT 0,
  found_at    DATETIME NOT NULL,
  decided_at  DATETIME NULL,
  UNIQUE KEY duplicate_pair (org_id, low_id, high_id),
  KEY duplicate_high (org_id, high_id),
  KEY duplicate_list (org_id, state, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- Résumés that were there before resume_key get theirs by the scheduler, from next_id to last_id.
CREATE TABLE duplicate_fill (
  one      TINYINT UNSIGNED NOT NULL PRIMARY KEY,
  next_id  BIGINT UNSIGNED NOT NULL,
  last_id  BIGINT UNSIGNED NOT NULL
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT INTO duplicate_fill (one, next_id, last_id) SELECT 1, 0, COALESCE(MAX(id), 0) FROM resume;

-- 統合. The résumé that was merged away, its texts and a process that gave way to one with the same JOB are set aside whole: their
-- org_id is 0, so no statement of an organisation finds them, and they come back as they were, whatever columns they have.
CREATE TABLE merge_log (
  id            BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
  org_id        BIGINT UNSIGNED NOT NULL,
  kept_id       BIGINT UNSIGNED NOT NULL,
  gone_id       BIGINT UNSIGNED NOT NULL,
  gone_name     VARCHAR(80) NOT NULL,
  account_id    BIGINT UNSIGNED NOT NULL,
  at            DATETIME NOT NULL,
  version       INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of the kept record after it: a higher one says that somebody changed it',
  changed_at    DATETIME NOT NULL COMMENT 'updated_at of the kept record before it',
  phase_before  VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'of the kept record',
  phase_after   VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  undone_at     DATETIME NULL,
  undone_by     BIGINT UNSIGNED NOT NULL DEFAULT 0,
  stayed        VARCHAR(400) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'fields changed since, which the undoing left alone',
  forgotten_at  DATETIME NULL COMMENT 'what was set aside is gone: it cannot be undone any more',
  KEY merge_log_kept (org_id, kept_id, id),
  KEY merge_log_gone (org_id, gone_id, id),
  KEY merge_log_old (forgotten_at, at, id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

-- What a merge changed, row by row.
CREATE TABLE merge_item (
  org_id       BIGINT UNSIGNED NOT NULL,
  merge_id     BIGINT UNSIGNED NOT NULL,
  kind         ENUM('field','file','history','mail','run','process','aside','note','phase','about') NOT NULL,
  item_id      BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of the row that moved; aside: a process set aside; note: a process whose note grew; phase, about: rows of phase_log and history of a process set aside',
  name         VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'of a field of the kept record',
  from_id      BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'aside: its résumé; phase, about: the process it was of',
  to_id        BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'aside, phase, about: the process that stayed',
  before_text  MEDIUMTEXT NOT NULL DEFAULT '',
  after_text   MEDIUMTEXT NOT NULL DEFAULT '',
  PRIMARY KEY (org_id, merge_id, kind, item_id, name)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

ALTER TABLE run ADD KEY run_resume (org_id, resume_id);
