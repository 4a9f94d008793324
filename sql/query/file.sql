-- Files of records. The bytes (table blob) are shared by content between organisations and are only reached through a row of file,
-- which belongs to one.

-- created_at is when the bytes were last attached: a sweep leaves what is younger than a day alone, so it never meets an attachment
-- under way, on this database node or another.
-- blob_add(hash blob32, size u64, type text) -> insert
INSERT INTO `blob` (hash, size, type, created_at) VALUES (:hash, :size, :type, :now)
ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id), created_at = :now;

-- file_insert(noun text, noun_id u64, blob_id u64, name text) -> insert
INSERT INTO file (org_id, noun, noun_id, blob_id, name, account_id, created_at)
VALUES (:org, :noun, :noun_id, :blob_id, :name, :actor, :now);

-- file_bytes(noun text, noun_id u64) -> one
SELECT COALESCE(SUM(b.size), 0) AS _bytes FROM file f JOIN `blob` b ON b.id = f.blob_id
WHERE f.org_id = :org AND f.noun = :noun AND f.noun_id = :noun_id AND f.deleted_at IS NULL;

-- file_find(id u64) -> one
SELECT f.name AS _name, b.hash AS _hash, b.size AS _size, b.type AS _type
FROM file f JOIN `blob` b ON b.id = f.blob_id WHERE f.org_id = :org AND f.id = :id AND f.deleted_at IS NULL;

-- file_find_of(id u64, noun text, noun_id u64) -> one
SELECT b.hash AS _hash, b.size AS _size FROM file f JOIN `blob` b ON b.id = f.blob_id
WHERE f.org_id = :org AND f.id = :id AND f.noun = :noun AND f.noun_id = :noun_id AND f.deleted_at IS NULL;

-- file_remove(id u64) -> exec1
UPDATE file SET deleted_at = :now WHERE org_id = :org AND id = :id AND deleted_at IS NULL;

-- ---- what nobody needs any more (lib/blob/blob_sweep.c) ----

-- file_removed(days u64) -> many
-- unscoped: files of all organisations that were removed so many days ago; a scan of the table, so it takes no locks
SELECT id AS _id FROM file WHERE deleted_at < :now - INTERVAL :days DAY LIMIT 1000;

-- file_purge(id u64) -> exec
-- unscoped: one of file_removed
DELETE FROM file WHERE id = :id AND deleted_at IS NOT NULL;

-- blob_unused() -> many
-- unscoped: bytes belong to nobody when no row of any organisation names them
SELECT b.id AS _id FROM `blob` b LEFT JOIN file f ON f.blob_id = b.id
WHERE f.id IS NULL AND b.created_at < :now - INTERVAL 1 DAY ORDER BY b.id LIMIT 200;

-- blob_lock(id u64) -> maybe
SELECT hash AS _hash FROM `blob` WHERE id = :id AND created_at < :now - INTERVAL 1 DAY FOR UPDATE;

-- blob_named(id u64) -> one
-- unscoped: by whichever organisation
SELECT EXISTS (SELECT 1 FROM file WHERE blob_id = :id) AS _named;

-- blob_delete(id u64) -> exec1
DELETE FROM `blob` WHERE id = :id;
