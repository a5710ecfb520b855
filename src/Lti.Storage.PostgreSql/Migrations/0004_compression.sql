-- Compressing a session is the largest part of the server's work in adding it: half of all with the default method. Rows that are there stay as they
-- are. A server may be built without LZ4, and keeps the default.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'sessions'::regclass AND attname = 'data' AND attcompression = 'l') THEN
        ALTER TABLE sessions ALTER COLUMN data SET COMPRESSION lz4;
    END IF;
EXCEPTION WHEN feature_not_supported THEN
    NULL;
END
$$;
