-- Access tokens for the services of platforms. A row holds a token, the lease of a node that requests one, and the time until which the
-- platform asked to wait: each or none. It expires with the last of them. request_id is the hash of issuer, client id, token URL and scopes
-- in hexadecimal digits.
CREATE TABLE access_tokens (
    client_key BLOB NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    request_id TEXT NOT NULL,
    token_url TEXT NOT NULL,
    scope TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    lease_id BLOB,
    leased_until INTEGER,
    retry_at INTEGER,
    token_id BLOB,
    token BLOB,
    is_protected INTEGER CHECK (is_protected IN (0, 1)),
    stored_at INTEGER,
    token_until INTEGER,
    PRIMARY KEY (client_key, request_id),
    CHECK ((token_id IS NULL) = (token IS NULL) AND (token_id IS NULL) = (token_until IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX access_tokens_by_expiry ON access_tokens (expires_at);

-- A change of a token counts as a change of its client. A lease that is taken and a row that has expired need no report.
CREATE TRIGGER access_tokens_changed AFTER UPDATE ON access_tokens
WHEN new.token_id IS NOT old.token_id OR new.token IS NOT old.token OR new.token_until IS NOT old.token_until
    OR new.retry_at IS NOT old.retry_at OR (old.lease_id IS NOT NULL AND new.lease_id IS NULL) BEGIN
    INSERT INTO changes (kind, id) VALUES ('client', new.client_key);
END;

CREATE TRIGGER access_tokens_deleted AFTER DELETE ON access_tokens
WHEN old.expires_at > CAST(unixepoch('subsec') * 10000000 AS INTEGER) + 621355968000000000 BEGIN
    INSERT INTO changes (kind, id) VALUES ('client', old.client_key);
END;
