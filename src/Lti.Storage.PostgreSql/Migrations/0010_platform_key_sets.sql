-- Public keys of platforms. A row holds the last good set of an address, the lease of a node that fetches, and the time in which no fetch may begin: each or none.
-- It expires with the last of them. id is the SHA-256 of the address in hexadecimal digits. Changes are not notified.
CREATE TABLE IF NOT EXISTS platform_key_sets (
    id varchar(64) NOT NULL,
    jwks_url varchar(2048) NOT NULL,
    expires_at timestamptz NOT NULL,
    lease_id uuid,
    leased_until timestamptz,
    retry_at timestamptz,
    set_id uuid,
    key_set bytea,
    fetched_at timestamptz,
    fresh_until timestamptz,
    usable_until timestamptz,
    CONSTRAINT platform_key_sets_pkey PRIMARY KEY (id),
    CONSTRAINT platform_key_sets_set_check CHECK (num_nulls(set_id, key_set, fetched_at, fresh_until, usable_until) IN (0, 5))
);

-- Step: expired rows
CREATE INDEX IF NOT EXISTS platform_key_sets_expires_at_idx ON platform_key_sets (expires_at);
