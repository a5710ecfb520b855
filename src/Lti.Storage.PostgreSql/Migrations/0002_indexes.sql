-- What cleanup, listings and deletions by filter look things up by. None of it stands in the way of the ported system's plain inserts.

CREATE INDEX IF NOT EXISTS nonces_expires_at_idx ON nonces (expires_at);

-- Marking a nonce used is a HOT update where its page has room: no index entry is written, and the old version goes without vacuum.
ALTER TABLE nonces SET (fillfactor = 80);

CREATE INDEX IF NOT EXISTS deployments_client_idx ON deployments (client_id, id);

-- Hashes, since a user's id may be too long for an index entry; queries compare the values too.
CREATE INDEX IF NOT EXISTS sessions_user_idx ON sessions (
    hashtextextended(data #>> '{platform,issuer}', 0),
    hashtextextended(data #>> '{user,id}', 0));
CREATE INDEX IF NOT EXISTS sessions_deployment_idx ON sessions (
    hashtextextended(data #>> '{platform,issuer}', 0),
    hashtextextended(data #>> '{platform,clientId}', 0),
    hashtextextended(data #>> '{platform,deploymentId}', 0));
