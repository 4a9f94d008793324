-- What refusals do to addresses (lib/model/mail/ledger.c).

-- ledger_bounce(outbox_id u64, digest blob32, addr text, kind text, hard u64, status text, diagnostic text) -> exec
INSERT IGNORE INTO bounce (org_id, outbox_id, digest, addr, kind, hard, status, diagnostic, at)
VALUES (:org, :outbox_id, :digest, :addr, :kind, :hard, :status, :diagnostic, :now);

-- A refusal by policy is about our server or our text and says nothing of the address.
-- ledger_soft(addr text, days u64) -> one
SELECT COUNT(DISTINCT outbox_id) AS n FROM bounce
WHERE org_id = :org AND addr = :addr AND hard = 0 AND spent = 0 AND kind NOT IN ('delayed', 'policy') AND at > :now - INTERVAL :days DAY FOR UPDATE;

-- ledger_spend(addr text) -> exec
UPDATE bounce SET spent = 1 WHERE org_id = :org AND addr = :addr;

-- ledger_add(addr text, reason text, note text, outbox_id u64) -> exec
INSERT IGNORE INTO dnc (org_id, addr, reason, note, outbox_id, account_id, created_at)
VALUES (:org, :addr, :reason, :note, :outbox_id, :actor, :now);

-- The join reads the records with the address only; with IN the server walks all records.

-- ledger_flag_resumes(addr text) -> exec
UPDATE resume r JOIN (SELECT id FROM resume WHERE org_id = :org AND mail = :addr
  UNION SELECT id FROM resume WHERE org_id = :org AND mail_mobile = :addr
  UNION SELECT id FROM resume WHERE org_id = :org AND mail_sub = :addr) x ON x.id = r.id
SET r.mail_flag = 'bounced' WHERE r.org_id = :org AND :addr <> '' AND r.mail_flag = '';

-- ledger_flag_contacts(addr text) -> exec
UPDATE contact r JOIN (SELECT id FROM contact WHERE org_id = :org AND mail = :addr
  UNION SELECT id FROM contact WHERE org_id = :org AND mail_mobile = :addr
  UNION SELECT id FROM contact WHERE org_id = :org AND mail_sub = :addr) x ON x.id = r.id
SET r.mail_flag = 'bounced' WHERE r.org_id = :org AND :addr <> '' AND r.mail_flag = '';
