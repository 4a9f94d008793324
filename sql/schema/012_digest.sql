-- What a newsletter announces, and what became of mails after they had been handed over.

ALTER TABLE run
  ADD COLUMN job_ids VARCHAR(420) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'JOBs that a newsletter announces, comma separated, at most 20, in order' AFTER resume_id,
  ADD COLUMN job_company TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '1: it names their companies' AFTER job_ids,
  ADD COLUMN n_bounced INT NOT NULL DEFAULT 0 COMMENT 'rows with a later bounce, whatever their state' AFTER n_stopped;

ALTER TABLE outbox
  ADD COLUMN decided ENUM('','sent','again') CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' COMMENT 'what a person decided about a row in doubt' AFTER bounce;

UPDATE run r JOIN (SELECT run_id, COUNT(*) AS n FROM outbox WHERE run_id > 0 AND bounce <> '' GROUP BY run_id) b ON b.run_id = r.id
SET r.n_bounced = b.n;
