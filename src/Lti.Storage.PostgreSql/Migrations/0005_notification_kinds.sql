-- Each trigger names the kind of its rows, since a partition or a shard has another name than its table. A partition may also lie in another schema: the channel
-- is that of the table that it belongs to. What is notified stays as migration 3 describes it. Writers of a table wait while its triggers are replaced, so no
-- change falls between the old ones and the new.

CREATE OR REPLACE FUNCTION lti_storage_notify() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    schema_name name := TG_TABLE_SCHEMA;
    root oid := pg_partition_root(TG_RELID);
    -- A trigger of migration 3 names no kind, until this migration has replaced it.
    kind text := coalesce(TG_ARGV[0], rtrim(TG_TABLE_NAME, 's'));
    channel text;
    changes integer;
BEGIN
    IF root IS NOT NULL THEN
        SELECT nspname INTO STRICT schema_name
        FROM pg_catalog.pg_class JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace WHERE pg_class.oid = root;
    END IF;
    channel := 'lti_storage_' || left(encode(sha256(convert_to(schema_name::text, 'UTF8')), 'hex'), 32);

    -- Many changes in one transaction are notified as one.
    changes := coalesce(nullif(current_setting('lti_storage.changes', true), '')::integer, 0) + 1;
    PERFORM set_config('lti_storage.changes', changes::text, true);
    IF TG_OP = 'TRUNCATE' OR changes > 100 THEN
        PERFORM pg_notify(channel, '*');
        RETURN NULL;
    END IF;

    IF kind = 'client' THEN
        IF TG_OP <> 'INSERT' THEN PERFORM pg_notify(channel, 'c:' || OLD.id); END IF;
        IF TG_OP <> 'DELETE' THEN PERFORM pg_notify(channel, 'c:' || NEW.id); END IF;
    ELSIF kind = 'deployment' THEN
        IF TG_OP <> 'INSERT' THEN PERFORM pg_notify(channel, 'c:' || OLD.client_id); END IF;
        IF TG_OP <> 'DELETE' THEN PERFORM pg_notify(channel, 'c:' || NEW.client_id); END IF;
    ELSIF kind = 'session' AND TG_OP = 'DELETE' THEN
        PERFORM pg_notify(channel, 's:' || OLD.id);
    ELSE
        -- The ID of a live session acts as a bearer, and every user of this database may listen. An unknown kind may be anything.
        PERFORM pg_notify(channel, '*');
    END IF;

    RETURN NULL;
END
$$;

-- Step: clients
CREATE OR REPLACE TRIGGER lti_storage_added_or_deleted AFTER INSERT OR DELETE ON clients
    FOR EACH ROW EXECUTE FUNCTION lti_storage_notify('client');
CREATE OR REPLACE TRIGGER lti_storage_changed AFTER UPDATE ON clients
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION lti_storage_notify('client');
CREATE OR REPLACE TRIGGER lti_storage_truncated AFTER TRUNCATE ON clients
    FOR EACH STATEMENT EXECUTE FUNCTION lti_storage_notify('client');
ALTER TABLE clients ENABLE ALWAYS TRIGGER lti_storage_added_or_deleted, ENABLE ALWAYS TRIGGER lti_storage_changed,
    ENABLE ALWAYS TRIGGER lti_storage_truncated;

-- Step: deployments
CREATE OR REPLACE TRIGGER lti_storage_added_or_deleted AFTER INSERT OR DELETE ON deployments
    FOR EACH ROW EXECUTE FUNCTION lti_storage_notify('deployment');
CREATE OR REPLACE TRIGGER lti_storage_changed AFTER UPDATE ON deployments
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION lti_storage_notify('deployment');
CREATE OR REPLACE TRIGGER lti_storage_truncated AFTER TRUNCATE ON deployments
    FOR EACH STATEMENT EXECUTE FUNCTION lti_storage_notify('deployment');
ALTER TABLE deployments ENABLE ALWAYS TRIGGER lti_storage_added_or_deleted, ENABLE ALWAYS TRIGGER lti_storage_changed,
    ENABLE ALWAYS TRIGGER lti_storage_truncated;

-- Step: sessions
CREATE OR REPLACE TRIGGER lti_storage_deleted AFTER DELETE ON sessions
    FOR EACH ROW WHEN (OLD.expires_at > now()) EXECUTE FUNCTION lti_storage_notify('session');
CREATE OR REPLACE TRIGGER lti_storage_shortened AFTER UPDATE OF expires_at ON sessions
    FOR EACH ROW WHEN (NEW.expires_at < OLD.expires_at) EXECUTE FUNCTION lti_storage_notify('session');
CREATE OR REPLACE TRIGGER lti_storage_changed AFTER UPDATE OF data ON sessions
    FOR EACH ROW WHEN (OLD.data IS DISTINCT FROM NEW.data) EXECUTE FUNCTION lti_storage_notify('session');
CREATE OR REPLACE TRIGGER lti_storage_truncated AFTER TRUNCATE ON sessions
    FOR EACH STATEMENT EXECUTE FUNCTION lti_storage_notify('session');
ALTER TABLE sessions ENABLE ALWAYS TRIGGER lti_storage_deleted, ENABLE ALWAYS TRIGGER lti_storage_shortened,
    ENABLE ALWAYS TRIGGER lti_storage_changed, ENABLE ALWAYS TRIGGER lti_storage_truncated;
