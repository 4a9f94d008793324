-- Matching lists and the mails that go out from them.

-- The newest résumés and open JOBs of an occupation at a place, each cell read in order and only as far as it is wanted.
ALTER TABLE resume ADD KEY resume_match (org_id, occupation, pref, updated_at, id);
ALTER TABLE job
  ADD KEY job_match (org_id, state, occupation, pref, updated_at, id),
  ADD KEY job_match_pref (org_id, state, pref, updated_at, id);

-- A mail may be about other records than the one that gets it: a résumé recommended to a 企業担当者, the JOBs offered to a 求職者.
ALTER TABLE outbox
  MODIFY once_key VARCHAR(280) NULL COMMENT 'of a run: the address, so that it gets one mail, or record:address where each record is a mail; NULL for single mails',
  ADD COLUMN about MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'of a matching list: ids of the résumés (from a JOB) or JOBs (from a résumé) it is about, comma separated' AFTER noun_id;
