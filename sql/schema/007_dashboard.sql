-- The recruiter's home: mails by day, and who of mine waits.
ALTER TABLE run ADD KEY run_confirmed (org_id, confirmed_at);
ALTER TABLE process ADD KEY process_waiting (org_id, owner_id, phase, updated_at, id);
