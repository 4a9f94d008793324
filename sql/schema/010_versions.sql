-- What a program may keep of a page from one request to the next: each number is raised in the transaction that changes what it stands
-- for, and comes with the session, so that nothing kept is ever shown after it changed.
ALTER TABLE org ADD members_version INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'raised when an account is opened, renamed or closed';
ALTER TABLE account ADD saved_version INT UNSIGNED NOT NULL DEFAULT 0 COMMENT 'raised when a search is saved or dropped';
