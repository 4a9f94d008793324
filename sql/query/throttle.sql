-- Wrong guesses at passwords (lib/model/identity/throttle.c).

-- throttle_find(who text, address text) -> many
SELECT name AS _name, failures AS _failures, locked_until > :now AS _locked,
  GREATEST(1, TIMESTAMPDIFF(SECOND, :now, locked_until)) AS _wait
FROM throttle WHERE name IN (:who, :address);

-- throttle_fail(name text, since text, slow_from u64, lock_from u64, minutes u64) -> exec
-- assignments run from left to right: the later ones see the failures counted by the first
INSERT INTO throttle (name, failures, first_at) VALUES (:name, 1, :now)
ON DUPLICATE KEY UPDATE
  failures = IF(first_at < :since, 1, failures + 1),
  first_at = IF(first_at < :since, :now, first_at),
  locked_until = CASE WHEN failures >= :lock_from THEN TIMESTAMPADD(MINUTE, :minutes, :now)
    WHEN failures >= :slow_from THEN TIMESTAMPADD(SECOND, POW(2, LEAST(failures - :slow_from, 6)), :now)
    ELSE NULL END;

-- throttle_count(name text) -> maybe
SELECT failures AS _failures FROM throttle WHERE name = :name;

-- throttle_clear(name text) -> exec
DELETE FROM throttle WHERE name = :name;
