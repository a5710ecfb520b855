-- A session has some kilobytes, and compressing it is the largest part of the server's work in adding it: half of all with the default method. Sessions
-- that are there stay as they are. A server may be built without LZ4, and keeps the default.
DO $$
BEGIN
    ALTER TABLE sessions ALTER COLUMN data SET COMPRESSION lz4;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END
$$;
