-- What the run icon shows is kept by the programs under this number (lib/keep.h): raised in the transaction that changes the state of one of
-- the account's bulk mails, or when its owner has looked. Without a row there never was one.
CREATE TABLE run_version (
  account_id  BIGINT UNSIGNED NOT NULL PRIMARY KEY,
  org_id      BIGINT UNSIGNED NOT NULL,
  version     INT UNSIGNED NOT NULL
) DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;
INSERT INTO run_version (account_id, org_id, version) SELECT account_id, MIN(org_id), 1 FROM run GROUP BY account_id;
