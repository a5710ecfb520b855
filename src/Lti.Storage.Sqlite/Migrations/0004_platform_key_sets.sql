-- Public keys of platforms. A row holds the last good set of an address, the lease of a node that fetches, and the time in which no fetch
-- may begin: each or none. It expires with the last of them. id is the SHA-256 of the address in hexadecimal digits.
CREATE TABLE platform_key_sets (
    id TEXT NOT NULL PRIMARY KEY,
    jwks_url TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    lease_id BLOB,
    leased_until INTEGER,
    retry_at INTEGER,
    set_id BLOB,
    key_set BLOB,
    fetched_at INTEGER,
    fresh_until INTEGER,
    usable_until INTEGER,
    CHECK ((set_id IS NULL) = (key_set IS NULL) AND (set_id IS NULL) = (usable_until IS NULL))
) STRICT;

CREATE INDEX platform_key_sets_by_expiry ON platform_key_sets (expires_at);
