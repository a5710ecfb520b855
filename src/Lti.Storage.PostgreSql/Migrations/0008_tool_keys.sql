-- The keys that the tool signs with. A row stays when its key is revoked or deleted, without its parts, so that no id is used twice. A key that was revoked
-- before its start has no start. Of concurrent additions the number lets one through.
CREATE TABLE IF NOT EXISTS tool_keys (
    number integer PRIMARY KEY,
    key_id varchar(255) NOT NULL,
    added_at timestamptz NOT NULL,
    starts_at timestamptz,
    public_key bytea,
    private_key bytea,
    protected boolean NOT NULL,
    CONSTRAINT tool_keys_key_id_unique UNIQUE (key_id),
    CONSTRAINT tool_keys_parts_check CHECK ((public_key IS NULL) = (private_key IS NULL))
);

-- Step: notifications. A payload names no key. Another version of the library reads it as any change.
CREATE OR REPLACE FUNCTION lti_storage_notify_tool_keys() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('lti_storage_' || left(encode(sha256(convert_to(TG_TABLE_SCHEMA::text, 'UTF8')), 'hex'), 32), 'k');
    RETURN NULL;
END
$$;

CREATE OR REPLACE TRIGGER lti_storage_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON tool_keys
    FOR EACH STATEMENT EXECUTE FUNCTION lti_storage_notify_tool_keys('tool_key');
ALTER TABLE tool_keys ENABLE ALWAYS TRIGGER lti_storage_changed;
