-- 重複の確認 and 統合 for 企業担当者, too: what was of résumés says of which noun it is.

-- What records are compared by, written by lib/model/duplicate.c with the record itself. Of a record that was merged away the keys
-- stay: they are good again when the merge is undone, and until then every statement that shows a pair asks for both records.
CREATE TABLE record_key (
  org_id     BIGINT UNSIGNED NOT NULL,
  noun       ENUM('resume','contact') NOT NULL,
  kind       TINYINT UNSIGNED NOT NULL COMMENT 'of the noun: lib/model/duplicate.c has the table of them',
  hash       BINARY(16) NOT NULL COMMENT 'of the normalised text',
  record_id  BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (org_id, noun, kind, hash, record_id),
  KEY record_key_record (org_id, noun, record_id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT INTO record_key (org_id, noun, kind, hash, record_id) SELECT org_id, 'resume', kind, hash, resume_id FROM resume_key;
DROP TABLE resume_key;

ALTER TABLE duplicate
  ADD COLUMN noun ENUM('resume','contact') NOT NULL DEFAULT 'resume' AFTER org_id,
  MODIFY high_id BIGINT UNSIGNED NOT NULL COMMENT 'the record with the higher id',
  MODIFY reasons SMALLINT UNSIGNED NOT NULL COMMENT 'bit 0 for record_key.kind 1 and so on',
  DROP KEY duplicate_pair, ADD UNIQUE KEY duplicate_pair (org_id, noun, low_id, high_id),
  DROP KEY duplicate_high, ADD KEY duplicate_high (org_id, noun, high_id),
  DROP KEY duplicate_list, ADD KEY duplicate_list (org_id, noun, state, id);

ALTER TABLE merge_log
  ADD COLUMN noun ENUM('resume','contact') NOT NULL DEFAULT 'resume' AFTER org_id,
  MODIFY phase_before VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'of the kept résumé',
  DROP KEY merge_log_kept, ADD KEY merge_log_kept (org_id, noun, kept_id, id),
  DROP KEY merge_log_gone, ADD KEY merge_log_gone (org_id, noun, gone_id, id);

ALTER TABLE merge_item
  MODIFY kind ENUM('field','file','history','mail','run','process','aside','note','phase','about','job','tick','chosen') NOT NULL
    COMMENT 'job: a JOB whose 企業担当者 changed; tick: a selection, chosen: a draft, name being the column that named the one that went',
  MODIFY from_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'aside: its résumé; phase, about: the process it was of; tick, chosen: 1 when it named the kept one, too';

-- Records from before are compared by the scheduler, noun by noun.
ALTER TABLE duplicate_fill
  ADD COLUMN noun ENUM('resume','contact') NOT NULL DEFAULT 'resume' FIRST, DROP PRIMARY KEY, DROP COLUMN one, ADD PRIMARY KEY (noun);
INSERT INTO duplicate_fill (noun, next_id, last_id) SELECT 'contact', 0, COALESCE(MAX(id), 0) FROM contact;
