-- Columns of logins that are kept on the server, of the status of clients and deployments, and of the audience of access tokens. Each has a default or may
-- be null, so that the plain inserts of the ported system go on working. Its rows are enabled and active. A column with a constant default rewrites no table.

-- Step: whether a client is enabled
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'clients'::regclass AND attname = 'enabled' AND NOT attisdropped) THEN
        ALTER TABLE clients ADD COLUMN enabled boolean NOT NULL DEFAULT true;
    END IF;
END
$$;

-- Step: the audience of a client's access tokens
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'clients'::regclass AND attname = 'token_audience' AND NOT attisdropped) THEN
        ALTER TABLE clients ADD COLUMN token_audience text;
    END IF;
END
$$;

-- Step: the status of a deployment
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'deployments'::regclass AND attname = 'status' AND NOT attisdropped) THEN
        ALTER TABLE deployments ADD COLUMN status text NOT NULL DEFAULT 'active';
    END IF;
END
$$;

-- Step: the values of a status. New rows are checked from here on.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_constraint WHERE conrelid = 'deployments'::regclass AND conname = 'deployments_status_check') THEN
        ALTER TABLE deployments ADD CONSTRAINT deployments_status_check CHECK (status IN ('active', 'pending', 'disabled')) NOT VALID;
    END IF;
END
$$;

-- Step: the values of a status, in the rows that are there. Neither reads nor writes wait meanwhile.
DO $$
BEGIN
    IF EXISTS (
        SELECT FROM pg_constraint
        WHERE conrelid = 'deployments'::regclass AND conname = 'deployments_status_check' AND NOT convalidated) THEN
        ALTER TABLE deployments VALIDATE CONSTRAINT deployments_status_check;
    END IF;
END
$$;

-- Step: the login of a nonce. A login is one row with its nonce, so that it is stored by one insert and used up by one HOT update.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'nonces'::regclass AND attname = 'state' AND NOT attisdropped) THEN
        ALTER TABLE nonces ADD COLUMN state text;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'nonces'::regclass AND attname = 'login' AND NOT attisdropped) THEN
        ALTER TABLE nonces ADD COLUMN login jsonb;
    END IF;
END
$$;

-- Step: logins by state. A nonce without a login has no entry.
DO $$
BEGIN
    IF to_regclass('nonces_state_unique') IS NULL THEN
        CREATE UNIQUE INDEX nonces_state_unique ON nonces (state) WHERE state IS NOT NULL;
    END IF;
END
$$;
