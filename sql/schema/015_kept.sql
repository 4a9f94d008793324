-- Files of bulk mails go when the mail has long ended (keep.mail_file_months); what they were called stays.

ALTER TABLE run_files
  ADD COLUMN removed TEXT NOT NULL DEFAULT '' COMMENT 'names of the files that went so, one a line',
  ADD COLUMN removed_at DATETIME NULL COMMENT 'when: from then on nothing of the run is sent again';
