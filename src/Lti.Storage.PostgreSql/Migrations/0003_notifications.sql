-- Tells caches on other nodes what changed, whichever program changed it. A notification is part of the change's transaction: it goes out when that
-- commits, in the order of the commits, and not at all when it is rolled back. Nothing is told of what has expired, or of rows that were written
-- unchanged. A payload names a client (c:id) or a session that is no more (s:id); everything may have changed after *.
-- The triggers are always enabled: they also fire in sessions whose replication role is that of a replica, which apply a subscription's changes or
-- load a dump.

CREATE OR REPLACE FUNCTION lti_storage_notify() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    channel text := 'lti_storage_' || left(encode(sha256(convert_to(TG_TABLE_SCHEMA::text, 'UTF8')), 'hex'), 32);
    changes integer;
BEGIN
    -- Many changes in one transaction are told as one.
    changes := coalesce(nullif(current_setting('lti_storage.changes', true), '')::integer, 0) + 1;
    PERFORM set_config('lti_storage.changes', changes::text, true);
    IF TG_OP = 'TRUNCATE' OR changes > 100 THEN
        PERFORM pg_notify(channel, '*');
        RETURN NULL;
    END IF;

    IF TG_TABLE_NAME = 'clients' THEN
        IF TG_OP <> 'INSERT' THEN PERFORM pg_notify(channel, 'c:' || OLD.id); END IF;
        IF TG_OP <> 'DELETE' THEN PERFORM pg_notify(channel, 'c:' || NEW.id); END IF;
    ELSIF TG_TABLE_NAME = 'deployments' THEN
        IF TG_OP <> 'INSERT' THEN PERFORM pg_notify(channel, 'c:' || OLD.client_id); END IF;
        IF TG_OP <> 'DELETE' THEN PERFORM pg_notify(channel, 'c:' || NEW.client_id); END IF;
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM pg_notify(channel, 's:' || OLD.id);
    ELSE
        -- The id of a session that lives acts as a bearer, and anybody on this database may listen.
        PERFORM pg_notify(channel, '*');
    END IF;

    RETURN NULL;
END
$$;

-- Step: clients
CREATE OR REPLACE TRIGGER lti_storage_added_or_deleted AFTER INSERT OR DELETE ON clients
    FOR EACH ROW EXECUTE FUNCTION lti_storage_notify();
CREATE OR REPLACE TRIGGER lti_storage_changed AFTER UPDATE ON clients
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION lti_storage_notify();
CREATE OR REPLACE TRIGGER lti_storage_truncated AFTER TRUNCATE ON clients
    FOR EACH STATEMENT EXECUTE FUNCTION lti_storage_notify();
ALTER TABLE clients ENABLE ALWAYS TRIGGER lti_storage_added_or_deleted, ENABLE ALWAYS TRIGGER lti_storage_changed,
    ENABLE ALWAYS TRIGGER lti_storage_truncated;

-- Step: deployments
CREATE OR REPLACE TRIGGER lti_storage_added_or_deleted AFTER INSERT OR DELETE ON deployments
    FOR EACH ROW EXECUTE FUNCTION lti_storage_notify();
CREATE OR REPLACE TRIGGER lti_storage_changed AFTER UPDATE ON deployments
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION lti_storage_notify();
CREATE OR REPLACE TRIGGER lti_storage_truncated AFTER TRUNCATE ON deployments
    FOR EACH STATEMENT EXECUTE FUNCTION lti_storage_notify();
ALTER TABLE deployments ENABLE ALWAYS TRIGGER lti_storage_added_or_deleted, ENABLE ALWAYS TRIGGER lti_storage_changed,
    ENABLE ALWAYS TRIGGER lti_storage_truncated;

-- Step: sessions. A session that is added or renewed shortens nothing that was read. Only other programs change a document or shorten a lifetime.
CREATE OR REPLACE TRIGGER lti_storage_deleted AFTER DELETE ON sessions
    FOR EACH ROW WHEN (OLD.expires_at > now()) EXECUTE FUNCTION lti_storage_notify();
CREATE OR REPLACE TRIGGER lti_storage_shortened AFTER UPDATE OF expires_at ON sessions
    FOR EACH ROW WHEN (NEW.expires_at < OLD.expires_at) EXECUTE FUNCTION lti_storage_notify();
CREATE OR REPLACE TRIGGER lti_storage_changed AFTER UPDATE OF data ON sessions
    FOR EACH ROW WHEN (OLD.data IS DISTINCT FROM NEW.data) EXECUTE FUNCTION lti_storage_notify();
CREATE OR REPLACE TRIGGER lti_storage_truncated AFTER TRUNCATE ON sessions
    FOR EACH STATEMENT EXECUTE FUNCTION lti_storage_notify();
ALTER TABLE sessions ENABLE ALWAYS TRIGGER lti_storage_deleted, ENABLE ALWAYS TRIGGER lti_storage_shortened,
    ENABLE ALWAYS TRIGGER lti_storage_changed, ENABLE ALWAYS TRIGGER lti_storage_truncated;
