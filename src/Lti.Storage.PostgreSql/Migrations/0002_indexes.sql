-- Step: nonces by expiry. The indexes of this migration serve cleanup, listings and deletions by filter. None refuses a row of the ported system.
DO $$
BEGIN
    IF to_regclass('nonces_expires_at_idx') IS NULL THEN
        CREATE INDEX nonces_expires_at_idx ON nonces (expires_at);
    END IF;
END
$$;

-- Step: room in the pages of nonces. Marking a nonce used is then a HOT update: it writes no index entry, and needs no vacuum.
ALTER TABLE nonces SET (fillfactor = 80);

-- Step: deployments in the order of a listing. The condition is always true. It keeps the index out of the look-up of launches, which doesn't compare the
-- id: where most clients have one deployment, the planner rates it as high there as client_deployment_unique, and reads all 5,000 of a large client.
DO $$
BEGIN
    IF to_regclass('deployments_client_idx') IS NULL THEN
        CREATE INDEX deployments_client_idx ON deployments (client_id, id) WHERE id IS NOT NULL;
    END IF;
END
$$;

-- Step: a deployment id such as "1" occurs at every client, though most ids occur once. Without this the planner prefers deployment_id_idx. It counts
-- from the next ANALYZE on; one of an empty table would make the planner read it whole in place of looking rows up.
ALTER TABLE deployments ALTER COLUMN deployment_id SET (n_distinct = -0.01);
DO $$
BEGIN
    IF EXISTS (SELECT FROM deployments) THEN
        ANALYZE deployments;
    END IF;
END
$$;

-- Step: sessions of a user. A user's id may be too long for an index entry, so these indexes hold hashes; queries compare the values too.
DO $$
BEGIN
    IF to_regclass('sessions_user_idx') IS NULL THEN
        CREATE INDEX sessions_user_idx ON sessions (
            hashtextextended(data #>> '{platform,issuer}', 0),
            hashtextextended(data #>> '{user,id}', 0));
    END IF;
END
$$;

-- Step: sessions of a deployment. The id comes last, so that a page of a listing is read in its order, without sorting.
DO $$
BEGIN
    IF to_regclass('sessions_deployment_idx') IS NULL THEN
        CREATE INDEX sessions_deployment_idx ON sessions (
            hashtextextended(data #>> '{platform,issuer}', 0),
            hashtextextended(data #>> '{platform,clientId}', 0),
            hashtextextended(data #>> '{platform,deploymentId}', 0),
            id);
    END IF;
END
$$;

-- Step: sessions of an issuer
DO $$
BEGIN
    IF to_regclass('sessions_issuer_idx') IS NULL THEN
        CREATE INDEX sessions_issuer_idx ON sessions (hashtextextended(data #>> '{platform,issuer}', 0), id);
    END IF;
END
$$;
