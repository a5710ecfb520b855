-- The sessions of a context, for listings and deletions by filter. The index holds hashes, as those of migration 2 do. The id comes last, so that a page of
-- a listing is read in its order, without sorting.
DO $$
BEGIN
    IF to_regclass('sessions_context_idx') IS NULL THEN
        CREATE INDEX sessions_context_idx ON sessions (
            hashtextextended(data #>> '{platform,issuer}', 0),
            hashtextextended(data #>> '{context,id}', 0),
            id);
    END IF;
END
$$;
