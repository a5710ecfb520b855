-- Access tokens for the services of platforms. A row holds a token, the lease of a node that requests one, and the time until which the platform asked to wait:
-- each or none. It expires with the last of them. request_id is the hash of issuer, client id, token URL and scopes in hexadecimal digits.
CREATE TABLE IF NOT EXISTS access_tokens (
    client_id uuid NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    request_id varchar(64) NOT NULL,
    token_url varchar(2048) NOT NULL,
    scope varchar(4096) NOT NULL,
    expires_at timestamptz NOT NULL,
    lease_id uuid,
    leased_until timestamptz,
    retry_at timestamptz,
    token_id uuid,
    token bytea,
    protected boolean,
    stored_at timestamptz,
    token_until timestamptz,
    CONSTRAINT access_tokens_pkey PRIMARY KEY (client_id, request_id),
    CONSTRAINT access_tokens_token_check CHECK (num_nulls(token_id, token, protected, stored_at, token_until) IN (0, 5))
);

-- Step: expired rows
CREATE INDEX IF NOT EXISTS access_tokens_expires_at_idx ON access_tokens (expires_at);

-- Step: notifications. They name the client. A lease that is taken and a row that has expired are not notified.
CREATE OR REPLACE TRIGGER lti_storage_changed AFTER UPDATE ON access_tokens
    FOR EACH ROW WHEN (
        OLD.token_id IS DISTINCT FROM NEW.token_id OR OLD.token IS DISTINCT FROM NEW.token OR OLD.token_until IS DISTINCT FROM NEW.token_until
        OR OLD.retry_at IS DISTINCT FROM NEW.retry_at OR OLD.lease_id IS NOT NULL AND NEW.lease_id IS NULL)
    EXECUTE FUNCTION lti_storage_notify('deployment');
CREATE OR REPLACE TRIGGER lti_storage_deleted AFTER DELETE ON access_tokens
    FOR EACH ROW WHEN (OLD.expires_at > now()) EXECUTE FUNCTION lti_storage_notify('deployment');
CREATE OR REPLACE TRIGGER lti_storage_truncated AFTER TRUNCATE ON access_tokens
    FOR EACH STATEMENT EXECUTE FUNCTION lti_storage_notify('deployment');
ALTER TABLE access_tokens ENABLE ALWAYS TRIGGER lti_storage_changed, ENABLE ALWAYS TRIGGER lti_storage_deleted,
    ENABLE ALWAYS TRIGGER lti_storage_truncated;
