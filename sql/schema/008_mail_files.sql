-- Files of bulk mails (S3-20): the same files and the same password for all recipients of a run.

-- How the files of a run travel. A run without a row: nobody has chosen, so it is the recommended way, without a password.
CREATE TABLE run_files (
  run_id    BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  org_id    BIGINT UNSIGNED NOT NULL,
  way       ENUM('link','zip','plain') NOT NULL DEFAULT 'link',
  password  VARCHAR(300) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'sealed with the secret of the suite; empty: none, or no longer needed',
  guard     VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'scrypt of the password that opens the links, empty: none',
  zip_name  VARCHAR(200) NOT NULL DEFAULT '' COMMENT 'what the ZIP is called',
  names     TEXT NOT NULL DEFAULT '' COMMENT 'of the files in the ZIP, one a line',
  until_at  DATETIME NULL COMMENT 'links answer until then; set when the run starts',
  KEY run_files_org (org_id, run_id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

ALTER TABLE file
  ADD COLUMN source_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of a run: the file of a JOB or résumé that it was taken from, 0: uploaded',
  ADD COLUMN packed TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of a run: 1 is the encrypted ZIP that stands in the place of its files';

ALTER TABLE mail ADD COLUMN test_of BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'of a test mail: the run whose files go with it';

-- Who has fetched what by the link of his mail.
CREATE TABLE download (
  outbox_id  BIGINT UNSIGNED NOT NULL,
  file_id    BIGINT UNSIGNED NOT NULL,
  org_id     BIGINT UNSIGNED NOT NULL,
  run_id     BIGINT UNSIGNED NOT NULL COMMENT '0: of a test mail',
  n          INT UNSIGNED NOT NULL,
  first_at   DATETIME NOT NULL,
  last_at    DATETIME NOT NULL,
  PRIMARY KEY (outbox_id, file_id),
  KEY download_run (org_id, run_id)
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
