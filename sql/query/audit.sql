-- Audit rows. Reading them is the business of the office's viewer (office.sql).

-- audit_insert(org_id u64, account u64, request text, ip text, action text, noun text, noun_id u64, detail text) -> insert
-- unscoped: written before anybody is signed in, too (refused sign-ins); lib/frame/audit.c names the organisation
INSERT INTO audit (at, org_id, account_id, request_id, ip, action, noun, noun_id, detail)
VALUES (:now, :org_id, :account, :request, :ip, :action, :noun, :noun_id, :detail);
