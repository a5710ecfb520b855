-- Compares the tables that are there with those that the library works on. One row for each finding; none where a table is as it should be, or missing.
WITH found AS (
    SELECT pg_class.oid, relname::text AS tab, relkind
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = {schema}
),
-- A text column without a least length is not one. A column that a migration adds may be missing.
expected_columns (tab, col, type, least_length, nullable, added) AS (VALUES
    ('clients', 'id', 'uuid', NULL, false, false),
    ('clients', 'name', 'text', 255, false, false),
    ('clients', 'iss', 'text', 255, false, false),
    ('clients', 'client_id', 'text', 255, false, false),
    ('clients', 'auth_url', 'text', 2048, false, false),
    ('clients', 'token_url', 'text', 2048, false, false),
    ('clients', 'jwks_url', 'text', 2048, false, false),
    ('clients', 'enabled', 'boolean', NULL, false, true),
    ('clients', 'token_audience', 'text', 2048, true, true),
    ('deployments', 'id', 'uuid', NULL, false, false),
    ('deployments', 'deployment_id', 'text', 255, false, false),
    ('deployments', 'name', 'text', 255, true, false),
    ('deployments', 'description', 'text', 4096, true, false),
    ('deployments', 'client_id', 'uuid', NULL, false, false),
    ('deployments', 'status', 'text', 8, false, true),
    ('sessions', 'id', 'uuid', NULL, false, false),
    ('sessions', 'data', 'jsonb', NULL, false, false),
    ('sessions', 'expires_at', 'timestamp with time zone', NULL, false, false),
    ('nonces', 'nonce', 'text', 255, false, false),
    ('nonces', 'expires_at', 'timestamp with time zone', NULL, false, false),
    ('nonces', 'used_at', 'timestamp with time zone', NULL, true, true),
    ('nonces', 'state', 'text', 255, true, true),
    ('nonces', 'login', 'jsonb', NULL, true, true),
    ('registration_sessions', 'id', 'uuid', NULL, false, false),
    ('registration_sessions', 'data', 'jsonb', NULL, false, false),
    ('registration_sessions', 'expires_at', 'timestamp with time zone', NULL, false, false),
    ('tool_keys', 'number', 'integer', NULL, false, false),
    ('tool_keys', 'key_id', 'text', 255, false, false),
    ('tool_keys', 'added_at', 'timestamp with time zone', NULL, false, false),
    ('tool_keys', 'starts_at', 'timestamp with time zone', NULL, true, false),
    ('tool_keys', 'public_key', 'bytea', NULL, true, false),
    ('tool_keys', 'private_key', 'bytea', NULL, true, false),
    ('tool_keys', 'protected', 'boolean', NULL, false, false),
    ('access_tokens', 'client_id', 'uuid', NULL, false, false),
    ('access_tokens', 'request_id', 'text', 64, false, false),
    ('access_tokens', 'token_url', 'text', 2048, false, false),
    ('access_tokens', 'scope', 'text', 4096, false, false),
    ('access_tokens', 'expires_at', 'timestamp with time zone', NULL, false, false),
    ('access_tokens', 'lease_id', 'uuid', NULL, true, false),
    ('access_tokens', 'leased_until', 'timestamp with time zone', NULL, true, false),
    ('access_tokens', 'retry_at', 'timestamp with time zone', NULL, true, false),
    ('access_tokens', 'token_id', 'uuid', NULL, true, false),
    ('access_tokens', 'token', 'bytea', NULL, true, false),
    ('access_tokens', 'protected', 'boolean', NULL, true, false),
    ('access_tokens', 'stored_at', 'timestamp with time zone', NULL, true, false),
    ('access_tokens', 'token_until', 'timestamp with time zone', NULL, true, false),
    ('platform_key_sets', 'id', 'text', 64, false, false),
    ('platform_key_sets', 'jwks_url', 'text', 2048, false, false),
    ('platform_key_sets', 'expires_at', 'timestamp with time zone', NULL, false, false),
    ('platform_key_sets', 'lease_id', 'uuid', NULL, true, false),
    ('platform_key_sets', 'leased_until', 'timestamp with time zone', NULL, true, false),
    ('platform_key_sets', 'retry_at', 'timestamp with time zone', NULL, true, false),
    ('platform_key_sets', 'set_id', 'uuid', NULL, true, false),
    ('platform_key_sets', 'key_set', 'bytea', NULL, true, false),
    ('platform_key_sets', 'fetched_at', 'timestamp with time zone', NULL, true, false),
    ('platform_key_sets', 'fresh_until', 'timestamp with time zone', NULL, true, false),
    ('platform_key_sets', 'usable_until', 'timestamp with time zone', NULL, true, false),
    ('lti_storage_migrations', 'version', 'integer', NULL, false, false),
    ('lti_storage_migrations', 'name', 'text', 1, false, false),
    ('lti_storage_migrations', 'breaking', 'boolean', NULL, false, false)
),
-- The ported system inserts rows without these columns. A text's cast is left out.
expected_defaults (tab, col, value) AS (VALUES
    ('clients', 'enabled', 'true'),
    ('clients', 'token_audience', NULL),
    ('deployments', 'status', '''active'''),
    ('nonces', 'state', NULL),
    ('nonces', 'login', NULL)
),
expected_keys (tab, cols, is_primary) AS (VALUES
    ('clients', ARRAY['id'], true),
    ('clients', ARRAY['iss', 'client_id'], false),
    ('deployments', ARRAY['id'], true),
    ('deployments', ARRAY['client_id', 'deployment_id'], false),
    ('sessions', ARRAY['id'], true),
    ('nonces', ARRAY['nonce'], true),
    ('registration_sessions', ARRAY['id'], true),
    ('tool_keys', ARRAY['number'], true),
    ('tool_keys', ARRAY['key_id'], false),
    ('access_tokens', ARRAY['client_id', 'request_id'], true),
    ('platform_key_sets', ARRAY['id'], true),
    ('lti_storage_migrations', ARRAY['version'], true)
),
-- The migrations pass over an index whose name is taken. The definitions are as PostgreSQL writes them.
expected_indexes (name, tab, is_unique, definition) AS (VALUES
    ('iss_client_id_unique', 'clients', true, 'btree (iss, client_id)'),
    ('issuer_client_idx', 'clients', false, 'btree (client_id, iss)'),
    ('client_deployment_unique', 'deployments', true, 'btree (client_id, deployment_id)'),
    ('deployment_id_idx', 'deployments', false, 'btree (deployment_id)'),
    ('deployments_client_idx', 'deployments', false, 'btree (client_id, id) WHERE (id IS NOT NULL)'),
    ('sessions_expires_at_idx', 'sessions', false, 'btree (expires_at)'),
    ('sessions_user_idx', 'sessions', false, 'btree (hashtextextended((data #>> ''{platform,issuer}''::text[]), (0)::bigint),'
        ' hashtextextended((data #>> ''{user,id}''::text[]), (0)::bigint))'),
    ('sessions_deployment_idx', 'sessions', false, 'btree (hashtextextended((data #>> ''{platform,issuer}''::text[]), (0)::bigint),'
        ' hashtextextended((data #>> ''{platform,clientId}''::text[]), (0)::bigint),'
        ' hashtextextended((data #>> ''{platform,deploymentId}''::text[]), (0)::bigint), id)'),
    ('sessions_context_idx', 'sessions', false, 'btree (hashtextextended((data #>> ''{platform,issuer}''::text[]), (0)::bigint),'
        ' hashtextextended((data #>> ''{context,id}''::text[]), (0)::bigint), id)'),
    ('sessions_issuer_idx', 'sessions', false, 'btree (hashtextextended((data #>> ''{platform,issuer}''::text[]), (0)::bigint), id)'),
    ('nonces_expires_at_idx', 'nonces', false, 'btree (expires_at)'),
    ('nonces_state_unique', 'nonces', true, 'btree (state) WHERE (state IS NOT NULL)'),
    ('reg_sessions_expires_at_idx', 'registration_sessions', false, 'btree (expires_at)'),
    ('access_tokens_expires_at_idx', 'access_tokens', false, 'btree (expires_at)'),
    ('platform_key_sets_expires_at_idx', 'platform_key_sets', false, 'btree (expires_at)')
),
tables AS (
    SELECT oid, tab FROM found
    WHERE relkind IN ('r', 'p') AND tab IN (SELECT expected_columns.tab FROM expected_columns)
),
columns AS (
    SELECT tables.oid, tab, attname::text AS col, attnum, replace(format_type(atttypid, atttypmod), 'timestamp(6)', 'timestamp') AS type, atttypmod - 4 AS max_length,
        attnotnull AND NOT EXISTS (
            SELECT FROM pg_constraint WHERE conrelid = attrelid AND contype = 'n' AND conkey = ARRAY[attnum] AND NOT convalidated) AS is_not_null,
        atthasdef OR attidentity <> '' AS has_default,
        regexp_replace(pg_get_expr(adbin, adrelid), '^(''[^'']*'')::(text|character varying)$', '\1') AS default_value,
        attgenerated <> '' OR attidentity = 'a' AS is_generated,
        NOT coalesce(collisdeterministic, true) AS is_lenient
    FROM tables
    JOIN pg_attribute ON attrelid = tables.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    LEFT JOIN pg_collation ON pg_collation.oid = attcollation
),
keys AS (
    SELECT tables.oid, expected_keys.tab, cols, is_primary, array_agg(attnum ORDER BY array_position(cols, col)) AS numbers
    FROM tables JOIN expected_keys USING (tab) JOIN columns USING (oid) WHERE col = ANY(cols)
    GROUP BY 1, 2, 3, 4
),
indexes AS (
    SELECT indexrelid, relname::text AS name, indrelid, tab, indisunique OR indisexclusion AS is_unique, indisvalid AND indisready AS is_valid, indimmediate,
        regexp_replace(regexp_replace(pg_get_indexdef(indexrelid), '^.*? USING ', ''), ' WITH [(][^)]*[)]', '') AS definition,
        (indkey::smallint[])[0:indnkeyatts - 1] AS numbers,
        indisunique AND NOT indisexclusion AND indisvalid AND indisready AND indimmediate AND indpred IS NULL AND NOT EXISTS (
            SELECT FROM pg_collation WHERE pg_collation.oid = ANY(indcollation) AND NOT collisdeterministic) AS keeps_unique
    FROM tables JOIN pg_index ON indrelid = tables.oid JOIN pg_class ON pg_class.oid = indexrelid
)

SELECT format('%s is not a table.', tab) AS finding
FROM found
WHERE relkind NOT IN ('r', 'p') AND tab IN (SELECT expected_columns.tab FROM expected_columns)

UNION ALL
SELECT format('%s lacks the column %s.', tab, expected.col)
FROM tables JOIN expected_columns AS expected USING (tab) LEFT JOIN columns USING (tab, col)
WHERE columns.oid IS NULL AND NOT expected.added

UNION ALL
SELECT CASE
    WHEN least_length IS NULL AND columns.type <> expected.type OR columns.type !~ '^(text|character varying.*)$' AND least_length IS NOT NULL
        THEN format('%s.%s is of type %s, not %s.', tab, col, columns.type, expected.type)
    WHEN max_length BETWEEN 0 AND least_length - 1
        THEN format('%s.%s holds %s characters, and %s are needed.', tab, col, max_length, least_length)
    WHEN is_generated THEN format('%s.%s is generated, and the library writes it.', tab, col)
    WHEN is_lenient THEN format('%s.%s has a collation that takes different texts for equal.', tab, col)
    WHEN is_not_null AND nullable THEN format('%s.%s may not be null, and the library writes null there.', tab, col)
    WHEN NOT is_not_null AND NOT nullable THEN format('%s.%s may be null, and the library reads no null there.', tab, col)
END
FROM expected_columns AS expected JOIN columns USING (tab, col)

UNION ALL
SELECT format('%s.%s has the default %s, not %s.', tab, col, coalesce(default_value, 'null'), coalesce(expected.value, 'null'))
FROM expected_defaults AS expected JOIN columns USING (tab, col)
WHERE default_value IS DISTINCT FROM expected.value AND NOT is_generated

UNION ALL
SELECT format('%s has the column %s, which must not be null and has no default.', tab, col)
FROM columns
WHERE is_not_null AND NOT has_default AND NOT EXISTS (SELECT FROM expected_columns AS expected WHERE expected.tab = columns.tab AND expected.col = columns.col)

UNION ALL
SELECT format('%s has no usable unique key on (%s): one that is valid, immediate and without a condition.', tab, array_to_string(cols, ', '))
FROM keys
WHERE is_primary AND NOT EXISTS (SELECT FROM indexes WHERE indrelid = keys.oid AND keeps_unique AND indexes.numbers = keys.numbers)

UNION ALL
SELECT format('The unique index %s of %s refuses rows that the library writes.', name, tab)
FROM indexes
WHERE is_unique AND name NOT IN (SELECT expected.name FROM expected_indexes AS expected)
    AND NOT EXISTS (SELECT FROM keys WHERE keys.oid = indrelid AND keys.numbers <@ indexes.numbers)

UNION ALL
SELECT CASE
    WHEN indexrelid IS NULL OR indexes.tab <> expected.tab OR indexes.is_unique <> expected.is_unique OR indexes.definition <> expected.definition
        THEN format('%s is not the index of %s that the library makes under that name.', expected.name, expected.tab)
    WHEN NOT is_valid THEN format('The index %s is not valid: wait until it is built, or drop it.', expected.name)
    WHEN NOT indimmediate THEN format('The index %s is deferrable, so that duplicates are found too late.', expected.name)
END
FROM expected_indexes AS expected JOIN found ON found.tab = expected.name LEFT JOIN indexes ON indexrelid = found.oid

UNION ALL
SELECT 'deployments.client_id has no usable foreign key to clients.id: one that is valid and immediate.'
FROM keys AS deployments
WHERE deployments.tab = 'deployments' AND deployments.is_primary AND NOT EXISTS (
    SELECT FROM pg_constraint
    JOIN columns AS referring ON referring.oid = conrelid AND conkey = ARRAY[referring.attnum] AND referring.col = 'client_id'
    JOIN columns AS referred ON referred.oid = confrelid AND confkey = ARRAY[referred.attnum] AND referred.col = 'id' AND referred.tab = 'clients'
    WHERE conrelid = deployments.oid AND contype = 'f' AND convalidated AND NOT condeferrable)
