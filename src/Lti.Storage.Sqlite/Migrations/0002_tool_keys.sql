-- The keys that the tool signs with. A row stays when its key is revoked or deleted, without its parts, so that no id is used twice. A key
-- that was revoked before its start has no start.
CREATE TABLE tool_keys (
    number INTEGER PRIMARY KEY,
    key_id TEXT NOT NULL UNIQUE,
    added_at INTEGER NOT NULL,
    starts_at INTEGER,
    public_key BLOB,
    private_key BLOB,
    is_protected INTEGER NOT NULL CHECK (is_protected IN (0, 1)),
    CHECK ((public_key IS NULL) = (private_key IS NULL))
) STRICT;

-- The table of changes gets a kind and keeps its rows and numbers. A rename would change the triggers that write to it.
CREATE TABLE changes_kept AS SELECT number, kind, id FROM changes;
DROP TABLE changes;

CREATE TABLE changes (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('client', 'session', 'tool keys')),
    id BLOB NOT NULL
) STRICT;

INSERT INTO changes (number, kind, id) SELECT number, kind, id FROM changes_kept;
DROP TABLE changes_kept;

CREATE TRIGGER changes_pruned AFTER INSERT ON changes WHEN new.number % 1000 = 0 BEGIN
    DELETE FROM changes WHERE number <= new.number - 10000;
END;

-- The id is not that of a key. An older version of the library reads it as the id of a client that is not there.
CREATE TRIGGER tool_keys_added AFTER INSERT ON tool_keys BEGIN
    INSERT INTO changes (kind, id) VALUES ('tool keys', zeroblob(16));
END;

CREATE TRIGGER tool_keys_changed AFTER UPDATE ON tool_keys BEGIN
    INSERT INTO changes (kind, id) VALUES ('tool keys', zeroblob(16));
END;

CREATE TRIGGER tool_keys_deleted AFTER DELETE ON tool_keys BEGIN
    INSERT INTO changes (kind, id) VALUES ('tool keys', zeroblob(16));
END;
