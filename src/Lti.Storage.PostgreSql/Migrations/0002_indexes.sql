-- What cleanup, listings and deletions by filter look things up by. None of it stands in the way of the ported system's plain inserts.

CREATE INDEX IF NOT EXISTS nonces_expires_at_idx ON nonces (expires_at);

-- Marking a nonce used is a HOT update where its page has room: no index entry is written, and the old version goes without vacuum.
ALTER TABLE nonces SET (fillfactor = 80);

-- For listings, which compare the id. Its condition, always true, keeps it out of the look-up of launches, which doesn't: where most clients have one
-- deployment the planner holds it to be as good there as client_deployment_unique, and all 5,000 deployments of a large client are read.
CREATE INDEX IF NOT EXISTS deployments_client_idx ON deployments (client_id, id) WHERE id IS NOT NULL;

-- So is deployment_id_idx where most deployment ids occur once; but one such as "1" occurs at every other client.
ALTER TABLE deployments ALTER COLUMN deployment_id SET (n_distinct = -0.01);
-- It counts from the next ANALYZE on. One of an empty table would make the planner read it whole in place of looking rows up.
DO $$
BEGIN
    IF EXISTS (SELECT FROM deployments) THEN
        ANALYZE deployments;
    END IF;
END
$$;

-- Hashes, since a user's id may be too long for an index entry; queries compare the values too. Where very many sessions may match, the id comes last:
-- a page of a listing is read in its order, and not found by sorting all of them.
CREATE INDEX IF NOT EXISTS sessions_user_idx ON sessions (
    hashtextextended(data #>> '{platform,issuer}', 0),
    hashtextextended(data #>> '{user,id}', 0));
CREATE INDEX IF NOT EXISTS sessions_deployment_idx ON sessions (
    hashtextextended(data #>> '{platform,issuer}', 0),
    hashtextextended(data #>> '{platform,clientId}', 0),
    hashtextextended(data #>> '{platform,deploymentId}', 0),
    id);
CREATE INDEX IF NOT EXISTS sessions_issuer_idx ON sessions (hashtextextended(data #>> '{platform,issuer}', 0), id);
