-- What an address was sent by an organisation, the latest run first: shown to whoever holds the link of such a mail.
ALTER TABLE outbox ADD KEY outbox_recipient (org_id, to_addr, run_id, id);
