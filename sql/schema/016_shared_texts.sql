-- Templates and signatures are shared (共有) or their owner's alone (自分だけ). Who saw them before goes on seeing them.

ALTER TABLE template ADD COLUMN shared TINYINT UNSIGNED NOT NULL DEFAULT 1 COMMENT '0: account_id alone sees, uses and changes it' AFTER account_id;

ALTER TABLE signature
  ADD COLUMN shared TINYINT UNSIGNED NOT NULL DEFAULT 0 COMMENT '1: colleagues use and change it, too' AFTER account_id,
  ADD COLUMN version INT UNSIGNED NOT NULL DEFAULT 1,
  ADD KEY signature_shared (org_id, shared, id);

-- A shared one may be what several people begin with, so each says it of himself.
ALTER TABLE account ADD COLUMN signature_id BIGINT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'signature of new mails; 0 or not to be seen any more: the first of its own';
UPDATE account a JOIN (SELECT org_id, account_id, MIN(id) AS id FROM signature WHERE is_default = 1 GROUP BY org_id, account_id) s
  ON s.org_id = a.org_id AND s.account_id = a.id SET a.signature_id = s.id;
ALTER TABLE signature DROP COLUMN is_default;

ALTER TABLE mail MODIFY body MEDIUMTEXT NOT NULL COMMENT 'signature already in it; the footer is put in when it is sent: it has the recipient''s own link';
