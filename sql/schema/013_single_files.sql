-- A single mail with files (S3-20) is a run of one mail: its files, their password and its downloads are kept as those of bulk mails. It
-- is shown with its record, never among 一括処理.
ALTER TABLE run
  ADD COLUMN single TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '1: a single mail; its record is list and ids' AFTER list,
  DROP KEY run_account,
  ADD KEY run_account (org_id, account_id, single, state, id);
