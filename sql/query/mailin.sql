-- What mailin writes down. A message is for whichever organisation's mail it answers, so the mail is looked up without one; from then on
-- :org is the mail's.

-- mailin_target(id u64) -> maybe
-- unscoped: the signed address names the mail, and so the organisation
SELECT o.id, o.org_id, o.noun, o.noun_id, o.to_addr, o.to_name, o.message_id, m.lang, m.from_name, m.from_addr, m.reply_to, m.subject,
  m.account_id
FROM outbox o JOIN mail m ON m.id = o.mail_id WHERE o.id = :id;

-- mailin_answers(outbox_id u64) -> one
SELECT COUNT(*) AS n FROM answer WHERE org_id = :org AND outbox_id = :outbox_id;

-- mailin_answer(outbox_id u64, digest blob32, from_addr text) -> exec
INSERT IGNORE INTO answer (org_id, outbox_id, digest, from_addr, at) VALUES (:org, :outbox_id, :digest, :from_addr, :now);
