-- Every statement of administration, as linq2db generates it and the server prepares it, in the schema "public".
-- A statement that several operations share stands at the first one. BEGIN is left out. The lock timeout is that of the tests.
-- GoldenStatementTests compares this file, and writes it again if LTI_GOLDEN=rewrite.

-- add client
SELECT
    CASE
        WHEN current_setting('lock_timeout') = '0'
            OR current_setting('lock_timeout')::interval > interval '3600000 ms'
        THEN set_config('lock_timeout', '3600000', true) END,
    CASE WHEN current_setting('client_min_messages') = 'error' THEN set_config('client_min_messages', 'warning', true) END;

-- add client
INSERT INTO public.clients
(
    id,
    name,
    iss,
    client_id,
    auth_url,
    token_url,
    jwks_url,
    token_audience,
    enabled
)
VALUES
(
    $1,
    $2,
    $3,
    $4,
    $5,
    $6,
    $7,
    $8,
    $9
);

-- add client
COMMIT;

-- update client
SELECT
    row_1.id,
    row_1.name,
    row_1.iss,
    row_1.client_id,
    row_1.auth_url,
    row_1.token_url,
    row_1.jwks_url,
    row_1.token_audience,
    row_1.enabled
FROM
    public.clients row_1
WHERE
    row_1.id = $1
LIMIT 1
FOR UPDATE;

-- update client
UPDATE
    public.clients
SET
    name = $1,
    iss = $2,
    client_id = $3,
    auth_url = $4,
    token_url = $5,
    jwks_url = $6,
    token_audience = $7,
    enabled = $8
WHERE
    public.clients.id = $9;

-- find client
SELECT
    client.id,
    client.name,
    client.iss,
    client.client_id,
    client.auth_url,
    client.token_url,
    client.jwks_url,
    client.token_audience,
    client.enabled
FROM
    public.clients client
WHERE
    client.id = $1
LIMIT 1;

-- list clients
SELECT
    client.id,
    client.name,
    client.iss,
    client.client_id,
    client.auth_url,
    client.token_url,
    client.jwks_url,
    client.token_audience,
    client.enabled
FROM
    public.clients client
ORDER BY
    client.id
LIMIT $1;

-- list clients after a cursor
SELECT
    client.id,
    client.name,
    client.iss,
    client.client_id,
    client.auth_url,
    client.token_url,
    client.jwks_url,
    client.token_audience,
    client.enabled
FROM
    public.clients client
WHERE
    client.id > $1
ORDER BY
    client.id
LIMIT $2;

-- add deployment
SELECT
    row_1.id,
    row_1.name,
    row_1.iss,
    row_1.client_id,
    row_1.auth_url,
    row_1.token_url,
    row_1.jwks_url,
    row_1.token_audience,
    row_1.enabled
FROM
    public.clients row_1
WHERE
    row_1.id = $1
LIMIT 1
FOR NO KEY UPDATE;

-- add deployment
INSERT INTO public.deployments
(
    id,
    client_id,
    deployment_id,
    name,
    description,
    status
)
VALUES
(
    $1,
    $2,
    $3,
    $4,
    $5,
    $6
);

-- update deployment
SELECT
    row_1.id,
    row_1.client_id,
    row_1.deployment_id,
    row_1.name,
    row_1.description,
    row_1.status
FROM
    public.deployments row_1
WHERE
    row_1.id = $1 AND row_1.client_id = $2
LIMIT 1
FOR UPDATE;

-- update deployment
UPDATE
    public.deployments
SET
    deployment_id = $1,
    name = $2,
    description = $3
WHERE
    public.deployments.id = $4;

-- update deployment's status
UPDATE
    public.deployments
SET
    deployment_id = $1,
    name = $2,
    description = $3,
    status = $4
WHERE
    public.deployments.id = $5;

-- find deployment
SELECT
    row_1.id,
    row_1.client_id,
    row_1.deployment_id,
    row_1.name,
    row_1.description,
    row_1.status
FROM
    public.deployments row_1
WHERE
    row_1.id = $1 AND row_1.client_id = $2
LIMIT 1;

-- find deployment by the platform's ID
SELECT
    row_1.id,
    row_1.client_id,
    row_1.deployment_id,
    row_1.name,
    row_1.description,
    row_1.status
FROM
    public.deployments row_1
WHERE
    row_1.client_id = $1 AND row_1.deployment_id = $2
LIMIT 1;

-- ensure deployment
INSERT INTO public.deployments AS t1
(
    id,
    client_id,
    deployment_id,
    status
)
VALUES
(
    $1,
    $2,
    $3,
    $4
)
ON CONFLICT (client_id, deployment_id) DO NOTHING;

-- list deployments
SELECT
    row_1.id,
    row_1.client_id,
    row_1.deployment_id,
    row_1.name,
    row_1.description,
    row_1.status
FROM
    public.deployments row_1
WHERE
    row_1.client_id = $1 AND row_1.id >= '…'::uuid
ORDER BY
    row_1.id
LIMIT $2;

-- list deployments after a cursor
SELECT
    row_1.id,
    row_1.client_id,
    row_1.deployment_id,
    row_1.name,
    row_1.description,
    row_1.status
FROM
    public.deployments row_1
WHERE
    row_1.client_id = $1 AND row_1.id > $2
ORDER BY
    row_1.id
LIMIT $3;

-- list deployments that are Active
SELECT
    row_1.id,
    row_1.client_id,
    row_1.deployment_id,
    row_1.name,
    row_1.description,
    row_1.status
FROM
    public.deployments row_1
WHERE
    row_1.client_id = $1 AND row_1.id >= '…'::uuid AND
    row_1.status = 'active'
ORDER BY
    row_1.id
LIMIT $2;

-- list deployments that are Active after a cursor
SELECT
    row_1.id,
    row_1.client_id,
    row_1.deployment_id,
    row_1.name,
    row_1.description,
    row_1.status
FROM
    public.deployments row_1
WHERE
    row_1.client_id = $1 AND row_1.id > $2 AND row_1.status = 'active'
ORDER BY
    row_1.id
LIMIT $3;

-- list deployments that are Pending
SELECT
    row_1.id,
    row_1.client_id,
    row_1.deployment_id,
    row_1.name,
    row_1.description,
    row_1.status
FROM
    public.deployments row_1
WHERE
    row_1.client_id = $1 AND row_1.id >= '…'::uuid AND
    row_1.status = 'pending'
ORDER BY
    row_1.id
LIMIT $2;

-- list deployments that are Pending after a cursor
SELECT
    row_1.id,
    row_1.client_id,
    row_1.deployment_id,
    row_1.name,
    row_1.description,
    row_1.status
FROM
    public.deployments row_1
WHERE
    row_1.client_id = $1 AND row_1.id > $2 AND row_1.status = 'pending'
ORDER BY
    row_1.id
LIMIT $3;

-- list deployments that are Disabled
SELECT
    row_1.id,
    row_1.client_id,
    row_1.deployment_id,
    row_1.name,
    row_1.description,
    row_1.status
FROM
    public.deployments row_1
WHERE
    row_1.client_id = $1 AND
    row_1.id >= '…'::uuid AND
    row_1.status <> 'active' AND
    row_1.status <> 'pending'
ORDER BY
    row_1.id
LIMIT $2;

-- list deployments that are Disabled after a cursor
SELECT
    row_1.id,
    row_1.client_id,
    row_1.deployment_id,
    row_1.name,
    row_1.description,
    row_1.status
FROM
    public.deployments row_1
WHERE
    row_1.client_id = $1 AND
    row_1.id > $2 AND
    row_1.status <> 'active' AND
    row_1.status <> 'pending'
ORDER BY
    row_1.id
LIMIT $3;

-- find client with deployments
SELECT
    client.id,
    client.name,
    client.iss,
    client.client_id,
    client.auth_url,
    client.token_url,
    client.jwks_url,
    client.token_audience,
    client.enabled,
    deployment.id,
    deployment.client_id,
    deployment.deployment_id,
    deployment.name,
    deployment.description,
    deployment.status
FROM
    public.clients client
        LEFT JOIN public.deployments deployment ON deployment.client_id = client.id
WHERE
    client.id = $1
ORDER BY
    deployment.id;

-- delete deployment
DELETE FROM
    public.deployments row_1
WHERE
    row_1.id = $1 AND row_1.client_id = $2;

-- save launch configuration
SELECT
    client.id,
    client.name,
    client.iss,
    client.client_id,
    client.auth_url,
    client.token_url,
    client.jwks_url,
    client.token_audience,
    client.enabled
FROM
    public.clients client
WHERE
    client.iss = $1 AND client.client_id = $2
LIMIT 1
FOR NO KEY UPDATE;

-- save launch configuration
INSERT INTO public.clients AS t1
(
    id,
    name,
    iss,
    client_id,
    auth_url,
    token_url,
    jwks_url,
    token_audience,
    enabled
)
VALUES
(
    $1,
    $2,
    $2,
    $3,
    $4,
    $5,
    $6,
    $7,
    True
)
ON CONFLICT (iss, client_id) DO NOTHING;

-- replace launch configuration
UPDATE
    public.clients
SET
    auth_url = $1,
    token_url = $2,
    jwks_url = $3,
    token_audience = $4
WHERE
    public.clients.id = $5;

-- list sessions by issuer
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    session_1.expires_at > now()
ORDER BY
    session_1.id
LIMIT $2;

-- list sessions by issuer after a cursor
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    session_1.expires_at > now() AND session_1.id > $2
ORDER BY
    session_1.id
LIMIT $3;

-- delete sessions by issuer
SELECT
    session_1.id,
    session_1.expires_at > now()
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false))
ORDER BY
    session_1.id
LIMIT $2
FOR UPDATE;

-- delete sessions by issuer
DELETE FROM
    public.sessions session_1
WHERE
    session_1.id = ANY($1);

-- list sessions by issuer, context
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{context,id}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{context,id}' = $2::text AND jsonb_typeof(session_1.data #> '{context,id}') IN ('string', 'number'), false)) AND
    session_1.expires_at > now()
ORDER BY
    session_1.id
LIMIT $3;

-- list sessions by issuer, context after a cursor
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{context,id}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{context,id}' = $2::text AND jsonb_typeof(session_1.data #> '{context,id}') IN ('string', 'number'), false)) AND
    session_1.expires_at > now() AND
    session_1.id > $3
ORDER BY
    session_1.id
LIMIT $4;

-- delete sessions by issuer, context
SELECT
    session_1.id,
    session_1.expires_at > now()
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{context,id}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{context,id}' = $2::text AND jsonb_typeof(session_1.data #> '{context,id}') IN ('string', 'number'), false))
ORDER BY
    session_1.id
LIMIT $3
FOR UPDATE;

-- list sessions by issuer, user
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{user,id}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{user,id}' = $2::text AND jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number'), false)) AND
    session_1.expires_at > now()
ORDER BY
    session_1.id
LIMIT $3;

-- list sessions by issuer, user after a cursor
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{user,id}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{user,id}' = $2::text AND jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number'), false)) AND
    session_1.expires_at > now() AND
    session_1.id > $3
ORDER BY
    session_1.id
LIMIT $4;

-- delete sessions by issuer, user
SELECT
    session_1.id,
    session_1.expires_at > now()
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{user,id}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{user,id}' = $2::text AND jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number'), false))
ORDER BY
    session_1.id
LIMIT $3
FOR UPDATE;

-- list sessions by issuer, client
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    session_1.expires_at > now()
ORDER BY
    session_1.id
LIMIT $3;

-- list sessions by issuer, client after a cursor
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    session_1.expires_at > now() AND
    session_1.id > $3
ORDER BY
    session_1.id
LIMIT $4;

-- delete sessions by issuer, client
SELECT
    session_1.id,
    session_1.expires_at > now()
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false))
ORDER BY
    session_1.id
LIMIT $3
FOR UPDATE;

-- list sessions by issuer, client, context
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{context,id}', 0) = hashtextextended($3::text, 0) AND coalesce(session_1.data #>> '{context,id}' = $3::text AND jsonb_typeof(session_1.data #> '{context,id}') IN ('string', 'number'), false)) AND
    session_1.expires_at > now()
ORDER BY
    session_1.id
LIMIT $4;

-- list sessions by issuer, client, context after a cursor
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{context,id}', 0) = hashtextextended($3::text, 0) AND coalesce(session_1.data #>> '{context,id}' = $3::text AND jsonb_typeof(session_1.data #> '{context,id}') IN ('string', 'number'), false)) AND
    session_1.expires_at > now() AND
    session_1.id > $4
ORDER BY
    session_1.id
LIMIT $5;

-- delete sessions by issuer, client, context
SELECT
    session_1.id,
    session_1.expires_at > now()
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{context,id}', 0) = hashtextextended($3::text, 0) AND coalesce(session_1.data #>> '{context,id}' = $3::text AND jsonb_typeof(session_1.data #> '{context,id}') IN ('string', 'number'), false))
ORDER BY
    session_1.id
LIMIT $4
FOR UPDATE;

-- list sessions by issuer, client, user
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{user,id}', 0) = hashtextextended($3::text, 0) AND coalesce(session_1.data #>> '{user,id}' = $3::text AND jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number'), false)) AND
    session_1.expires_at > now()
ORDER BY
    session_1.id
LIMIT $4;

-- list sessions by issuer, client, user after a cursor
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{user,id}', 0) = hashtextextended($3::text, 0) AND coalesce(session_1.data #>> '{user,id}' = $3::text AND jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number'), false)) AND
    session_1.expires_at > now() AND
    session_1.id > $4
ORDER BY
    session_1.id
LIMIT $5;

-- delete sessions by issuer, client, user
SELECT
    session_1.id,
    session_1.expires_at > now()
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{user,id}', 0) = hashtextextended($3::text, 0) AND coalesce(session_1.data #>> '{user,id}' = $3::text AND jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number'), false))
ORDER BY
    session_1.id
LIMIT $4
FOR UPDATE;

-- list sessions by issuer, client, deployment
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{platform,deploymentId}', 0) = hashtextextended($3::text, 0) AND coalesce(session_1.data #>> '{platform,deploymentId}' = $3::text AND jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number'), false)) AND
    session_1.expires_at > now()
ORDER BY
    session_1.id
LIMIT $4;

-- list sessions by issuer, client, deployment after a cursor
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{platform,deploymentId}', 0) = hashtextextended($3::text, 0) AND coalesce(session_1.data #>> '{platform,deploymentId}' = $3::text AND jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number'), false)) AND
    session_1.expires_at > now() AND
    session_1.id > $4
ORDER BY
    session_1.id
LIMIT $5;

-- delete sessions by issuer, client, deployment
SELECT
    session_1.id,
    session_1.expires_at > now()
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{platform,deploymentId}', 0) = hashtextextended($3::text, 0) AND coalesce(session_1.data #>> '{platform,deploymentId}' = $3::text AND jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number'), false))
ORDER BY
    session_1.id
LIMIT $4
FOR UPDATE;

-- list sessions by issuer, client, deployment, context
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{platform,deploymentId}', 0) = hashtextextended($3::text, 0) AND coalesce(session_1.data #>> '{platform,deploymentId}' = $3::text AND jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{context,id}', 0) = hashtextextended($4::text, 0) AND coalesce(session_1.data #>> '{context,id}' = $4::text AND jsonb_typeof(session_1.data #> '{context,id}') IN ('string', 'number'), false)) AND
    session_1.expires_at > now()
ORDER BY
    session_1.id
LIMIT $5;

-- list sessions by issuer, client, deployment, context after a cursor
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{platform,deploymentId}', 0) = hashtextextended($3::text, 0) AND coalesce(session_1.data #>> '{platform,deploymentId}' = $3::text AND jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{context,id}', 0) = hashtextextended($4::text, 0) AND coalesce(session_1.data #>> '{context,id}' = $4::text AND jsonb_typeof(session_1.data #> '{context,id}') IN ('string', 'number'), false)) AND
    session_1.expires_at > now() AND
    session_1.id > $5
ORDER BY
    session_1.id
LIMIT $6;

-- delete sessions by issuer, client, deployment, context
SELECT
    session_1.id,
    session_1.expires_at > now()
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{platform,deploymentId}', 0) = hashtextextended($3::text, 0) AND coalesce(session_1.data #>> '{platform,deploymentId}' = $3::text AND jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{context,id}', 0) = hashtextextended($4::text, 0) AND coalesce(session_1.data #>> '{context,id}' = $4::text AND jsonb_typeof(session_1.data #> '{context,id}') IN ('string', 'number'), false))
ORDER BY
    session_1.id
LIMIT $5
FOR UPDATE;

-- list sessions by issuer, client, deployment, user
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{platform,deploymentId}', 0) = hashtextextended($3::text, 0) AND coalesce(session_1.data #>> '{platform,deploymentId}' = $3::text AND jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{user,id}', 0) = hashtextextended($4::text, 0) AND coalesce(session_1.data #>> '{user,id}' = $4::text AND jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number'), false)) AND
    session_1.expires_at > now()
ORDER BY
    session_1.id
LIMIT $5;

-- list sessions by issuer, client, deployment, user after a cursor
SELECT
    session_1.id,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number') THEN session_1.data #>> '{platform,clientId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number') THEN session_1.data #>> '{platform,deploymentId}' END,
    CASE WHEN jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number') THEN session_1.data #>> '{user,id}' END,
    (extract(epoch FROM least(greatest(session_1.expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{platform,deploymentId}', 0) = hashtextextended($3::text, 0) AND coalesce(session_1.data #>> '{platform,deploymentId}' = $3::text AND jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{user,id}', 0) = hashtextextended($4::text, 0) AND coalesce(session_1.data #>> '{user,id}' = $4::text AND jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number'), false)) AND
    session_1.expires_at > now() AND
    session_1.id > $5
ORDER BY
    session_1.id
LIMIT $6;

-- delete sessions by issuer, client, deployment, user
SELECT
    session_1.id,
    session_1.expires_at > now()
FROM
    public.sessions session_1
WHERE
    (hashtextextended(session_1.data #>> '{platform,issuer}', 0) = hashtextextended($1::text, 0) AND coalesce(session_1.data #> '{platform,issuer}' = to_jsonb($1::text), false)) AND
    (hashtextextended(session_1.data #>> '{platform,clientId}', 0) = hashtextextended($2::text, 0) AND coalesce(session_1.data #>> '{platform,clientId}' = $2::text AND jsonb_typeof(session_1.data #> '{platform,clientId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{platform,deploymentId}', 0) = hashtextextended($3::text, 0) AND coalesce(session_1.data #>> '{platform,deploymentId}' = $3::text AND jsonb_typeof(session_1.data #> '{platform,deploymentId}') IN ('string', 'number'), false)) AND
    (hashtextextended(session_1.data #>> '{user,id}', 0) = hashtextextended($4::text, 0) AND coalesce(session_1.data #>> '{user,id}' = $4::text AND jsonb_typeof(session_1.data #> '{user,id}') IN ('string', 'number'), false))
ORDER BY
    session_1.id
LIMIT $5
FOR UPDATE;

-- delete client
DELETE FROM
    public.deployments row_1
WHERE
    row_1.client_id = $1;

-- delete client
DELETE FROM
    public.clients row_1
WHERE
    row_1.id = $1;
