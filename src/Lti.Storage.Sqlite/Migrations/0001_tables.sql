-- Ids are the 16 bytes of a UUID in big-endian order, which sort as .NET sorts them. Times are ticks of 100 ns since the year 1, in UTC.
-- Documents are UTF-8 JSON, byte for byte as the library checked them. Texts compare by their bytes.

-- A version that this library does not know is usable unless it is breaking.
CREATE TABLE lti_storage_migrations (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    is_breaking INTEGER NOT NULL CHECK (is_breaking IN (0, 1)),
    applied_at INTEGER NOT NULL
) STRICT;

CREATE TABLE clients (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    authorization_url TEXT NOT NULL,
    token_url TEXT NOT NULL,
    jwks_url TEXT NOT NULL,
    token_audience TEXT,
    is_enabled INTEGER NOT NULL DEFAULT 1 CHECK (is_enabled IN (0, 1)),
    UNIQUE (issuer, client_id)
) STRICT, WITHOUT ROWID;

-- The status is 0 for active, 1 for pending and 2 for disabled. A deployment is only reached through its client.
CREATE TABLE deployments (
    client_key BLOB NOT NULL REFERENCES clients (id) ON DELETE CASCADE,
    id BLOB NOT NULL CHECK (length(id) = 16),
    deployment_id TEXT NOT NULL,
    status INTEGER NOT NULL DEFAULT 0 CHECK (status IN (0, 1, 2)),
    name TEXT,
    description TEXT,
    PRIMARY KEY (client_key, id),
    UNIQUE (client_key, deployment_id)
) STRICT, WITHOUT ROWID;

-- A login on the server is a nonce with a state and a document.
CREATE TABLE nonces (
    nonce TEXT NOT NULL PRIMARY KEY,
    expires_at INTEGER NOT NULL,
    is_used INTEGER NOT NULL DEFAULT 0 CHECK (is_used IN (0, 1)),
    state TEXT,
    login BLOB
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX nonces_by_state ON nonces (state) WHERE state IS NOT NULL;
CREATE INDEX nonces_by_expiry ON nonces (expires_at);

-- New rows go to the end of the table, so that a document dirties few pages. A user's id may have any length: the index has its beginning.
CREATE TABLE sessions (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    expires_at INTEGER NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT,
    deployment_id TEXT,
    user_id TEXT,
    context_id TEXT,
    document BLOB NOT NULL
) STRICT;

CREATE INDEX sessions_by_owner ON sessions (issuer, id, client_id, deployment_id);
CREATE INDEX sessions_by_user ON sessions (issuer, substr(user_id, 1, 64), id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at);

CREATE TABLE registration_sessions (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    expires_at INTEGER NOT NULL,
    document BLOB NOT NULL
) STRICT;

CREATE INDEX registration_sessions_by_expiry ON registration_sessions (expires_at);

-- Triggers write down the changes that caches of other processes have to know of. Each process reads those that it has not read yet. A
-- process that has missed some forgets everything.
CREATE TABLE changes (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('client', 'session')),
    id BLOB NOT NULL
) STRICT;

CREATE TRIGGER changes_pruned AFTER INSERT ON changes WHEN new.number % 1000 = 0 BEGIN
    DELETE FROM changes WHERE number <= new.number - 10000;
END;

CREATE TRIGGER clients_added AFTER INSERT ON clients BEGIN
    INSERT INTO changes (kind, id) VALUES ('client', new.id);
END;

CREATE TRIGGER clients_changed AFTER UPDATE ON clients BEGIN
    INSERT INTO changes (kind, id) VALUES ('client', old.id);
    INSERT INTO changes (kind, id) SELECT 'client', new.id WHERE new.id <> old.id;
END;

CREATE TRIGGER clients_deleted AFTER DELETE ON clients BEGIN
    INSERT INTO changes (kind, id) VALUES ('client', old.id);
END;

CREATE TRIGGER deployments_added AFTER INSERT ON deployments BEGIN
    INSERT INTO changes (kind, id) VALUES ('client', new.client_key);
END;

CREATE TRIGGER deployments_changed AFTER UPDATE ON deployments BEGIN
    INSERT INTO changes (kind, id) VALUES ('client', old.client_key);
    INSERT INTO changes (kind, id) SELECT 'client', new.client_key WHERE new.client_key <> old.client_key;
END;

CREATE TRIGGER deployments_deleted AFTER DELETE ON deployments BEGIN
    INSERT INTO changes (kind, id) VALUES ('client', old.client_key);
END;

-- A cleanup removes expired sessions, which no cache returns. They need no report.
CREATE TRIGGER sessions_deleted AFTER DELETE ON sessions
WHEN old.expires_at > CAST(unixepoch('subsec') * 10000000 AS INTEGER) + 621355968000000000 BEGIN
    INSERT INTO changes (kind, id) VALUES ('session', old.id);
END;

CREATE TRIGGER sessions_changed AFTER UPDATE OF id, expires_at, document ON sessions
WHEN new.id <> old.id OR new.expires_at < old.expires_at OR new.document <> old.document BEGIN
    INSERT INTO changes (kind, id) VALUES ('session', old.id);
END;
