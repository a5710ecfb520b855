-- Step: the tables of the system that this library ports, and their unique keys. Tables that are there already are adopted. Where they have duplicates,
-- the first migration ends here, before anything was changed.
CREATE TABLE IF NOT EXISTS clients (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name varchar(255) NOT NULL,
    iss varchar(255) NOT NULL,
    client_id varchar(255) NOT NULL,
    auth_url text NOT NULL,
    token_url text NOT NULL,
    jwks_url text NOT NULL
);

CREATE TABLE IF NOT EXISTS deployments (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    deployment_id varchar(255) NOT NULL,
    name varchar(255),
    description text,
    client_id uuid NOT NULL,
    CONSTRAINT deployments_client_id_clients_id_fk FOREIGN KEY (client_id) REFERENCES clients (id)
);

CREATE TABLE IF NOT EXISTS sessions (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    data jsonb NOT NULL,
    expires_at timestamptz NOT NULL
);

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

-- CREATE INDEX IF NOT EXISTS would lock the table against writes even where the index is there.
DO $$
BEGIN
    IF to_regclass('iss_client_id_unique') IS NULL THEN
        CREATE UNIQUE INDEX iss_client_id_unique ON clients (iss, client_id);
    END IF;
    IF to_regclass('client_deployment_unique') IS NULL THEN
        CREATE UNIQUE INDEX client_deployment_unique ON deployments (client_id, deployment_id);
    END IF;
END
$$;

-- Step: the time of a nonce's use. Version 1 of the ported system stores a nonce when it is used, so those that are there count as used.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'nonces'::regclass AND attname = 'used_at' AND NOT attisdropped) THEN
        ALTER TABLE nonces ADD COLUMN used_at timestamptz DEFAULT now();
        ALTER TABLE nonces ALTER COLUMN used_at DROP DEFAULT;
    END IF;
END
$$;

-- Step: clients by client id
DO $$
BEGIN
    IF to_regclass('issuer_client_idx') IS NULL THEN
        CREATE INDEX issuer_client_idx ON clients (client_id, iss);
    END IF;
END
$$;

-- Step: deployments by the platform's id
DO $$
BEGIN
    IF to_regclass('deployment_id_idx') IS NULL THEN
        CREATE INDEX deployment_id_idx ON deployments (deployment_id);
    END IF;
END
$$;

-- Step: sessions by expiry
DO $$
BEGIN
    IF to_regclass('sessions_expires_at_idx') IS NULL THEN
        CREATE INDEX sessions_expires_at_idx ON sessions (expires_at);
    END IF;
END
$$;

-- Step: registration sessions by expiry
DO $$
BEGIN
    IF to_regclass('reg_sessions_expires_at_idx') IS NULL THEN
        CREATE INDEX reg_sessions_expires_at_idx ON registration_sessions (expires_at);
    END IF;
END
$$;
