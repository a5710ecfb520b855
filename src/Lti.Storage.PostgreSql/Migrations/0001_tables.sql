-- The tables, as the system that this library ports makes them. Those that are there already are adopted, whichever of its versions made them.

CREATE TABLE IF NOT EXISTS clients (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name varchar(255) NOT NULL,
    iss varchar(255) NOT NULL,
    client_id varchar(255) NOT NULL,
    auth_url text NOT NULL,
    token_url text NOT NULL,
    jwks_url text NOT NULL
);
CREATE INDEX IF NOT EXISTS issuer_client_idx ON clients (client_id, iss);
CREATE UNIQUE INDEX IF NOT EXISTS iss_client_id_unique ON clients (iss, client_id);

CREATE TABLE IF NOT EXISTS deployments (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    deployment_id varchar(255) NOT NULL,
    name varchar(255),
    description text,
    client_id uuid NOT NULL,
    CONSTRAINT deployments_client_id_clients_id_fk FOREIGN KEY (client_id) REFERENCES clients (id)
);
CREATE INDEX IF NOT EXISTS deployment_id_idx ON deployments (deployment_id);
CREATE UNIQUE INDEX IF NOT EXISTS client_deployment_unique ON deployments (client_id, deployment_id);

CREATE TABLE IF NOT EXISTS sessions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    data jsonb NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS sessions_expires_at_idx ON sessions (expires_at);

CREATE TABLE IF NOT EXISTS nonces (
    nonce varchar(255) PRIMARY KEY,
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);

CREATE TABLE IF NOT EXISTS registration_sessions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    data jsonb NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS reg_sessions_expires_at_idx ON registration_sessions (expires_at);

-- Tables of another program, or of a line of that system that stores ids as text and times as numbers, would fail later and less clearly.
DO $$
DECLARE
    other record;
BEGIN
    FOR other IN
        SELECT expected.tab, expected.col, format_type(atttypid, NULL) AS type
        FROM (VALUES
            ('clients', 'id', 'uuid'), ('deployments', 'id', 'uuid'), ('deployments', 'client_id', 'uuid'),
            ('sessions', 'id', 'uuid'), ('sessions', 'data', 'jsonb'), ('sessions', 'expires_at', 'timestamptz'),
            ('nonces', 'expires_at', 'timestamptz'), ('nonces', 'used_at', 'timestamptz'),
            ('registration_sessions', 'id', 'uuid'), ('registration_sessions', 'data', 'jsonb'), ('registration_sessions', 'expires_at', 'timestamptz')
        ) AS expected (tab, col, type)
        JOIN pg_attribute ON attrelid = expected.tab::regclass AND attname = expected.col AND NOT attisdropped
        WHERE atttypid <> expected.type::regtype
        LIMIT 1
    LOOP
        RAISE EXCEPTION USING ERRCODE = 'datatype_mismatch', TABLE = other.tab, COLUMN = other.col, DATATYPE = other.type,
            MESSAGE = format('%s.%s is of type %s: these tables are not LTI storage''s. Choose another schema.', other.tab, other.col, other.type);
    END LOOP;
END
$$;

-- Version 1 of that system stored a nonce when it was seen, that is: used. So those that are there count as used, and new ones don't.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'nonces'::regclass AND attname = 'used_at' AND NOT attisdropped) THEN
        ALTER TABLE nonces ADD COLUMN used_at timestamptz DEFAULT now();
        ALTER TABLE nonces ALTER COLUMN used_at DROP DEFAULT;
    END IF;
END
$$;
