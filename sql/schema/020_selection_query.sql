-- What is ticked belongs to a list and its conditions: the same list with other conditions in another tab has ticks of its own. A page that was
-- made of a selection names it with its version, so that it never acts on what became of it meanwhile.
ALTER TABLE selection
  ADD COLUMN query_key BINARY(16) NOT NULL DEFAULT '' COMMENT 'MD5 of query' AFTER query,
  ADD COLUMN version INT UNSIGNED NOT NULL DEFAULT 1 COMMENT 'raised with each change of shown or checked';
UPDATE selection SET query_key = UNHEX(MD5(query));
ALTER TABLE selection DROP KEY selection_list, ADD UNIQUE KEY selection_list (org_id, account_id, list, query_key);
