-- Every statement that the provider declares, in the schema "public".
-- GoldenStatementTests compares this file, and writes it again if LTI_GOLDEN=rewrite.
-- administration.sql has the statements that linq2db generates. Migrations/ has those of migrations.

-- AccessTokenStatements.Lease
WITH client AS (
    SELECT id FROM public.clients WHERE iss = $1 AND client_id = $2),
stored AS (
    SELECT access_tokens.* FROM public.access_tokens JOIN client ON client.id = access_tokens.client_id WHERE request_id = $3),
leased AS (
    INSERT INTO public.access_tokens AS present (client_id, request_id, token_url, scope, expires_at, lease_id, leased_until)
    SELECT
        clients.id,
        $3,
        $4,
        $5,
        now() + $8 * interval '1 microsecond',
        $6,
        now() + $8 * interval '1 microsecond'
    FROM public.clients
    WHERE iss = $1 AND client_id = $2 AND NOT EXISTS (
        SELECT FROM stored
        WHERE token_until > now() + $7 * interval '1 microsecond' OR retry_at > now() OR leased_until > now() AND lease_id <> $6)
    FOR KEY SHARE
    ON CONFLICT (client_id, request_id) DO UPDATE
    SET
        expires_at = greatest(present.token_until, excluded.leased_until),
        lease_id = excluded.lease_id,
        leased_until = excluded.leased_until
    WHERE (
        present.token_until > now() + $7 * interval '1 microsecond' OR present.retry_at > now()
        OR present.leased_until > now() AND present.lease_id <> $6) IS NOT TRUE
    RETURNING client_id)
SELECT
    client.id,
    EXISTS (SELECT FROM leased),
    token_until > now() + $7 * interval '1 microsecond',
    CASE WHEN retry_at > now()
        THEN (1000000 * extract(epoch FROM least(retry_at, now() + interval '87600 hours') - now()))::bigint END,
    CASE WHEN leased_until > now()
        THEN (1000000 * extract(epoch FROM least(leased_until, now() + interval '87600 hours') - now()))::bigint END,
    CASE WHEN token_until > now()
        THEN (1000000 * extract(epoch FROM least(token_until, now() + interval '87600 hours') - now()))::bigint END,
    token_id,
    token,
    protected
FROM client LEFT JOIN stored ON true;

-- AccessTokenStatements.Store
UPDATE public.access_tokens
SET
    expires_at = now() + $6 * interval '1 microsecond',
    lease_id = NULL,
    leased_until = NULL,
    retry_at = NULL,
    token_id = $3,
    token = $4,
    protected = $5,
    stored_at = now(),
    token_until = now() + $6 * interval '1 microsecond'
WHERE request_id = $1 AND (lease_id = $2 OR token_id = $3)
    AND client_id = (SELECT id FROM public.clients WHERE iss = $7 AND clients.client_id = $8)
RETURNING true;

-- AccessTokenStatements.Release
UPDATE public.access_tokens
SET
    expires_at = greatest(token_until, now() + $3 * interval '1 microsecond'),
    lease_id = NULL,
    leased_until = NULL,
    retry_at = CASE WHEN $3 > 0 THEN now() + $3 * interval '1 microsecond' END
WHERE request_id = $1 AND lease_id = $2
    AND client_id = (SELECT id FROM public.clients WHERE iss = $4 AND clients.client_id = $5)
RETURNING true;

-- AccessTokenStatements.Invalidate
WITH stored AS (
    SELECT client_id, request_id, token_until FROM public.access_tokens
    WHERE request_id = $1 AND token_id = $2
        AND client_id = (SELECT id FROM public.clients WHERE iss = $3 AND clients.client_id = $4)
    FOR UPDATE),
removed AS (
    UPDATE public.access_tokens
    SET
        expires_at = greatest(access_tokens.leased_until, access_tokens.retry_at, now()),
        token_id = NULL,
        token = NULL,
        protected = NULL,
        stored_at = NULL,
        token_until = NULL
    FROM stored
    WHERE access_tokens.client_id = stored.client_id AND access_tokens.request_id = stored.request_id
    RETURNING stored.token_until)
SELECT token_until > now() FROM removed;

-- AccessTokenStatements.List
SELECT
    array_agg(client_id ORDER BY client_id, request_id COLLATE "C"),
    array_agg(request_id::text ORDER BY client_id, request_id COLLATE "C"),
    array_agg(token_url::text ORDER BY client_id, request_id COLLATE "C"),
    array_agg(scope::text ORDER BY client_id, request_id COLLATE "C"),
    array_agg(protected ORDER BY client_id, request_id COLLATE "C"),
    array_agg(age ORDER BY client_id, request_id COLLATE "C"),
    array_agg(lives ORDER BY client_id, request_id COLLATE "C"),
    array_agg(leased ORDER BY client_id, request_id COLLATE "C"),
    array_agg(retry ORDER BY client_id, request_id COLLATE "C")
FROM (
    SELECT
        client_id,
        request_id,
        token_url,
        scope,
        protected,
        CASE WHEN token_id IS NOT NULL THEN (1000000 * extract(epoch FROM
            now() - least(greatest(stored_at, now() - interval '87600 hours'), now())))::bigint END AS age,
        CASE WHEN token_id IS NOT NULL THEN (1000000 * extract(epoch FROM
            least(greatest(token_until, now() - interval '87600 hours'), now() + interval '87600 hours') - now()))::bigint
            END AS lives,
        CASE WHEN leased_until > now()
            THEN (1000000 * extract(epoch FROM least(leased_until, now() + interval '87600 hours') - now()))::bigint
            END AS leased,
        CASE WHEN retry_at > now()
            THEN (1000000 * extract(epoch FROM least(retry_at, now() + interval '87600 hours') - now()))::bigint
            END AS retry
    FROM public.access_tokens
    WHERE expires_at > now() AND ($1::uuid IS NULL OR client_id = $1)
        AND ($2::uuid IS NULL OR client_id > $2 OR client_id = $2 AND request_id COLLATE "C" > $3)
    ORDER BY client_id, request_id COLLATE "C"
    LIMIT $4) AS page;

-- AccessTokenStatements.Clear
WITH removed AS (
    DELETE FROM public.access_tokens WHERE $1::uuid IS NULL OR client_id = $1 RETURNING expires_at)
SELECT count(*) FROM removed WHERE expires_at > now();

-- BacklogStatement.Age
SELECT (1000000 * least(315360000, greatest(0, extract(epoch FROM now()) - extract(epoch FROM least(
    (SELECT min(expires_at) FROM public.nonces),
    (SELECT min(expires_at) FROM public.sessions),
    (SELECT min(expires_at) FROM public.registration_sessions),
    (SELECT min(expires_at) FROM public.access_tokens),
    (SELECT min(expires_at) FROM public.platform_key_sets))))))::bigint;

-- CleanupStatements.Nonces
WITH expired AS MATERIALIZED (
    SELECT nonce FROM public.nonces
    WHERE expires_at <= now() AND expires_at >= $2
    ORDER BY expires_at
    LIMIT $1
    FOR UPDATE SKIP LOCKED),
removed AS (
    DELETE FROM public.nonces WHERE nonce = ANY(ARRAY(SELECT nonce FROM expired)) RETURNING expires_at)
SELECT count(*), max(expires_at) FROM removed;

-- CleanupStatements.Sessions
WITH expired AS MATERIALIZED (
    SELECT id FROM public.sessions
    WHERE expires_at <= now() AND expires_at >= $2
    ORDER BY expires_at
    LIMIT $1
    FOR UPDATE SKIP LOCKED),
removed AS (
    DELETE FROM public.sessions WHERE id = ANY(ARRAY(SELECT id FROM expired)) RETURNING expires_at)
SELECT count(*), max(expires_at) FROM removed;

-- CleanupStatements.RegistrationSessions
WITH expired AS MATERIALIZED (
    SELECT id FROM public.registration_sessions
    WHERE expires_at <= now() AND expires_at >= $2
    ORDER BY expires_at
    LIMIT $1
    FOR UPDATE SKIP LOCKED),
removed AS (
    DELETE FROM public.registration_sessions WHERE id = ANY(ARRAY(SELECT id FROM expired)) RETURNING expires_at)
SELECT count(*), max(expires_at) FROM removed;

-- CleanupStatements.AccessTokens
WITH expired AS MATERIALIZED (
    SELECT client_id, request_id FROM public.access_tokens
    WHERE expires_at <= now() AND expires_at >= $2
    ORDER BY expires_at
    LIMIT $1
    FOR UPDATE SKIP LOCKED),
removed AS (
    DELETE FROM public.access_tokens
    WHERE (client_id, request_id) IN (SELECT client_id, request_id FROM expired)
    RETURNING expires_at)
SELECT count(*), max(expires_at) FROM removed;

-- CleanupStatements.PlatformKeySets
WITH expired AS MATERIALIZED (
    SELECT id FROM public.platform_key_sets
    WHERE expires_at <= now() AND expires_at >= $2
    ORDER BY expires_at
    LIMIT $1
    FOR UPDATE SKIP LOCKED),
removed AS (
    DELETE FROM public.platform_key_sets WHERE id = ANY(ARRAY(SELECT id FROM expired)) RETURNING expires_at)
SELECT count(*), max(expires_at) FROM removed;

-- ClientStatements.Find, one call
SELECT id, name, auth_url, token_url, jwks_url, token_audience, enabled
FROM public.clients
WHERE iss = $1 AND client_id = $2;

-- ClientStatements.Find, a batch
SELECT id, name, auth_url, token_url, jwks_url, token_audience, enabled, member.place::int
FROM (SELECT * FROM unnest($1::text[], $2::text[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (issuer, client, place)
JOIN public.clients ON iss = member.issuer AND client_id = member.client;

-- ClientStatements.FindAll, one call
SELECT
    array_agg(id),
    array_agg(name),
    array_agg(auth_url),
    array_agg(token_url),
    array_agg(jwks_url),
    array_agg(token_audience),
    array_agg(enabled),
    array_agg(client_id)
FROM (SELECT * FROM public.clients WHERE iss = $1 ORDER BY id) AS client;

-- ClientStatements.FindAll, a batch
SELECT found.*, member.place::int
FROM (SELECT * FROM unnest($1::text[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (issuer, place)
CROSS JOIN LATERAL (
    SELECT
        array_agg(id),
        array_agg(name),
        array_agg(auth_url),
        array_agg(token_url),
        array_agg(jwks_url),
        array_agg(token_audience),
        array_agg(enabled),
        array_agg(client_id)
    FROM (SELECT * FROM public.clients WHERE iss = member.issuer ORDER BY id) AS client) AS found;

-- ClientStatements.FindDeployed, one call
SELECT
    array_agg(id),
    array_agg(name),
    array_agg(auth_url),
    array_agg(token_url),
    array_agg(jwks_url),
    array_agg(token_audience),
    array_agg(enabled),
    array_agg(client_id)
FROM (
    SELECT client.*
    FROM public.clients AS client
    JOIN public.deployments AS deployment ON deployment.client_id = client.id AND deployment.deployment_id = $2
    WHERE client.iss = $1
    ORDER BY client.id) AS client;

-- ClientStatements.FindDeployed, a batch
SELECT found.*, member.place::int
FROM (SELECT * FROM unnest($1::text[], $2::text[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (issuer, deployment, place)
CROSS JOIN LATERAL (
    SELECT
        array_agg(id),
        array_agg(name),
        array_agg(auth_url),
        array_agg(token_url),
        array_agg(jwks_url),
        array_agg(token_audience),
        array_agg(enabled),
        array_agg(client_id)
    FROM (
        SELECT client.*
        FROM public.clients AS client
        JOIN public.deployments AS deployment
            ON deployment.client_id = client.id AND deployment.deployment_id = member.deployment
        WHERE client.iss = member.issuer
        ORDER BY client.id) AS client) AS found;

-- KeySetStatements.Lease
WITH stored AS (
    SELECT * FROM public.platform_key_sets WHERE id = $1),
leased AS (
    INSERT INTO public.platform_key_sets AS present (id, jwks_url, expires_at, lease_id, leased_until)
    SELECT $1, $2, now() + $4 * interval '1 microsecond', $3, now() + $4 * interval '1 microsecond'
    WHERE NOT EXISTS (
        SELECT FROM stored
        WHERE fresh_until > now() AND set_id IS DISTINCT FROM $6
            OR retry_at > now() OR leased_until > now() AND lease_id <> $3)
    ON CONFLICT (id) DO UPDATE
    SET
        expires_at = greatest(present.usable_until, excluded.leased_until),
        lease_id = excluded.lease_id,
        leased_until = excluded.leased_until
    WHERE (
        present.fresh_until > now() AND present.set_id IS DISTINCT FROM $6
        OR present.retry_at > now() OR present.leased_until > now() AND present.lease_id <> $3) IS NOT TRUE
    RETURNING id)
SELECT
    EXISTS (SELECT FROM leased),
    coalesce(fresh_until > now() AND set_id IS DISTINCT FROM $6, false),
    CASE WHEN retry_at > now()
        THEN (1000000 * extract(epoch FROM least(retry_at, now() + interval '87600 hours') - now()))::bigint ELSE 0 END,
    CASE WHEN leased_until > now()
        THEN (1000000 * extract(epoch FROM least(leased_until, now() + interval '87600 hours') - now()))::bigint ELSE 0 END,
    CASE WHEN usable_until > now()
        THEN (1000000 * extract(epoch FROM least(usable_until, now() + interval '87600 hours') - now()))::bigint ELSE 0 END,
    CASE WHEN fresh_until > now()
        THEN (1000000 * extract(epoch FROM least(fresh_until, now() + interval '87600 hours') - now()))::bigint ELSE 0 END,
    CASE WHEN fetched_at < now()
        THEN (1000000 * extract(epoch FROM now() - greatest(fetched_at, now() - interval '87600 hours')))::bigint ELSE 0 END,
    set_id,
    CASE WHEN set_id IS DISTINCT FROM $5 THEN key_set END
FROM (SELECT) AS once LEFT JOIN stored ON true;

-- KeySetStatements.Store
UPDATE public.platform_key_sets
SET
    expires_at = now() + greatest($6, $7) * interval '1 microsecond',
    lease_id = NULL,
    leased_until = NULL,
    retry_at = now() + $7 * interval '1 microsecond',
    set_id = $3,
    key_set = $4,
    fetched_at = now(),
    fresh_until = now() + $5 * interval '1 microsecond',
    usable_until = now() + $6 * interval '1 microsecond'
WHERE id = $1 AND (lease_id = $2 OR set_id = $3)
RETURNING true;

-- KeySetStatements.Release
UPDATE public.platform_key_sets
SET
    expires_at = greatest(usable_until, now() + $3 * interval '1 microsecond'),
    lease_id = NULL,
    leased_until = NULL,
    retry_at = now() + $3 * interval '1 microsecond'
WHERE id = $1 AND lease_id = $2
RETURNING true;

-- LaunchStatements.FindExact, one call
SELECT
    client.id, client.name, client.auth_url, client.token_url, client.jwks_url, client.token_audience, client.enabled,
    exact.id, exact.status, exact.name, exact.description
FROM public.clients AS client
LEFT JOIN public.deployments AS exact ON exact.client_id = client.id AND exact.deployment_id = $3
WHERE client.iss = $1 AND client.client_id = $2;

-- LaunchStatements.FindExact, a batch
SELECT
    client.id, client.name, client.auth_url, client.token_url, client.jwks_url, client.token_audience, client.enabled,
    exact.id, exact.status, exact.name, exact.description,
    member.place::int
FROM (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY LIMIT cardinality($1))
    AS member (iss, client_id, deployment_id, place)
JOIN public.clients AS client ON client.iss = member.iss AND client.client_id = member.client_id
LEFT JOIN public.deployments AS exact ON exact.client_id = client.id AND exact.deployment_id = member.deployment_id;

-- LaunchStatements.FindExactOrDefault, one call
SELECT
    client.id, client.name, client.auth_url, client.token_url, client.jwks_url, client.token_audience, client.enabled,
    exact.id, exact.status, exact.name, exact.description,
    fallback.id, fallback.status, fallback.name, fallback.description
FROM public.clients AS client
LEFT JOIN public.deployments AS exact ON exact.client_id = client.id AND exact.deployment_id = $3
LEFT JOIN public.deployments AS fallback
    ON exact.id IS NULL AND fallback.client_id = client.id AND fallback.deployment_id = 'default'
WHERE client.iss = $1 AND client.client_id = $2;

-- LaunchStatements.FindExactOrDefault, a batch
SELECT
    client.id, client.name, client.auth_url, client.token_url, client.jwks_url, client.token_audience, client.enabled,
    exact.id, exact.status, exact.name, exact.description,
    fallback.id, fallback.status, fallback.name, fallback.description,
    member.place::int
FROM (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) WITH ORDINALITY LIMIT cardinality($1))
    AS member (iss, client_id, deployment_id, place)
JOIN public.clients AS client ON client.iss = member.iss AND client.client_id = member.client_id
LEFT JOIN public.deployments AS exact ON exact.client_id = client.id AND exact.deployment_id = member.deployment_id
LEFT JOIN public.deployments AS fallback
    ON exact.id IS NULL AND fallback.client_id = client.id AND fallback.deployment_id = 'default';

-- LaunchStatements.Complete, one call
WITH used AS (
    UPDATE public.nonces SET used_at = now()
    WHERE nonce = $1 AND used_at IS NULL AND expires_at > now() AND ($5::text IS NULL OR state = $5)
    RETURNING
        CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END),
added AS (
    INSERT INTO public.sessions (id, data, expires_at)
    SELECT $2, $3, now() + $4 * interval '1 microsecond' FROM used)
SELECT CASE
    WHEN EXISTS (SELECT FROM used) THEN 1
    WHEN stored.expires_at <= now() THEN 2
    WHEN stored.nonce IS NOT NULL THEN 3
    ELSE 0
END
FROM (SELECT) AS one LEFT JOIN public.nonces AS stored
    ON stored.nonce = $1 AND ($5::text IS NULL OR stored.state = $5);

-- LaunchStatements.Complete, a batch
WITH member AS (
    SELECT * FROM (SELECT * FROM unnest($1::text[], $2::uuid[], $3::bigint[], $5::text[]) WITH ORDINALITY LIMIT cardinality($1))
        AS member (nonce, id, lifetime, state, place)),
usable AS (
    SELECT stored.nonce, member.place, member.id, member.lifetime
    FROM member JOIN public.nonces AS stored ON stored.nonce = member.nonce
    WHERE CASE
        WHEN used_at IS NULL AND expires_at > now() AND (member.state IS NULL OR stored.state = member.state) THEN true
    END
    ORDER BY stored.nonce COLLATE "C"
    FOR UPDATE OF stored),
used AS (
    UPDATE public.nonces AS stored SET used_at = now() FROM usable
    WHERE stored.nonce = usable.nonce
    RETURNING
        usable.place,
        usable.id,
        usable.lifetime,
        CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END),
added AS (
    INSERT INTO public.sessions (id, data, expires_at)
    SELECT id, ($4::text[])[place]::jsonb, now() + lifetime * interval '1 microsecond'
    FROM (SELECT * FROM used ORDER BY id) AS member)
SELECT
    CASE
        WHEN member.place IN (SELECT place FROM used) THEN 1
        WHEN stored.expires_at <= now() THEN 2
        WHEN stored.nonce IS NOT NULL THEN 3
        ELSE 0
    END,
    member.place::int
FROM member LEFT JOIN public.nonces AS stored
    ON stored.nonce = member.nonce AND (member.state IS NULL OR stored.state = member.state);

-- LoginStatements.Begin, one call
INSERT INTO public.nonces AS stored (nonce, expires_at, state, login)
SELECT $1, now() + $3 * interval '1 microsecond', $2, $4
WHERE NOT EXISTS (SELECT FROM public.nonces WHERE state = $2)
ON CONFLICT (nonce) DO UPDATE
    SET expires_at = excluded.expires_at, used_at = NULL, state = excluded.state, login = excluded.login
    WHERE stored.expires_at <= now()
RETURNING true;

-- LoginStatements.Begin, a batch
INSERT INTO public.nonces AS stored (nonce, expires_at, state, login)
SELECT nonce, now() + lifetime * interval '1 microsecond', state, ($4::text[])[place]::jsonb
FROM (SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) WITH ORDINALITY LIMIT cardinality($1))
    AS member (nonce, state, lifetime, place)
WHERE array_position($1, nonce) = place
    AND array_position($2, state) = place
    AND NOT EXISTS (SELECT FROM public.nonces AS other WHERE other.state = member.state)
ORDER BY nonce COLLATE "C"
ON CONFLICT (nonce) DO UPDATE
    SET expires_at = excluded.expires_at, used_at = NULL, state = excluded.state, login = excluded.login
    WHERE stored.expires_at <= now()
RETURNING true, array_position($1, stored.nonce::text);

-- LoginStatements.BeginAgain
WITH taken AS (
    SELECT nonce FROM public.nonces WHERE state = $2 AND expires_at > now()),
freed AS (
    UPDATE public.nonces SET state = NULL, login = NULL
    WHERE state = $2 AND expires_at <= now() AND nonce <> $1
        AND NOT EXISTS (SELECT FROM public.nonces WHERE nonce = $1 AND expires_at > now())
    RETURNING nonce),
begun AS (
    INSERT INTO public.nonces AS stored (nonce, expires_at, state, login)
    SELECT $1, now() + $3 * interval '1 microsecond', $2, $4
    WHERE NOT EXISTS (SELECT FROM taken) AND (SELECT count(*) FROM freed) >= 0
    ON CONFLICT (nonce) DO UPDATE
        SET expires_at = excluded.expires_at, used_at = NULL, state = excluded.state, login = excluded.login
        WHERE stored.expires_at <= now()
    RETURNING nonce)
SELECT CASE
    WHEN EXISTS (SELECT FROM begun) THEN 0
    WHEN NOT EXISTS (SELECT FROM taken) THEN 1
    WHEN EXISTS (SELECT FROM public.nonces WHERE nonce = $1 AND expires_at > now()) THEN 1
    ELSE 2
END;

-- LoginStatements.Find, one call
SELECT
    login,
    (extract(epoch FROM least(greatest(expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint,
    nonce
FROM public.nonces
WHERE state = $1 AND used_at IS NULL AND expires_at > now() AND login IS NOT NULL;

-- LoginStatements.Find, a batch
SELECT
    login,
    (extract(epoch FROM least(greatest(expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint,
    nonce,
    member.place::int
FROM (SELECT * FROM unnest($1::text[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (sought, place)
JOIN public.nonces ON state = member.sought
WHERE CASE WHEN used_at IS NULL AND expires_at > now() AND login IS NOT NULL THEN true END;

-- NonceStatements.Store, one call
INSERT INTO public.nonces AS stored (nonce, expires_at)
VALUES ($1, now() + $2 * interval '1 microsecond')
ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = NULL, state = NULL, login = NULL
    WHERE stored.expires_at <= now()
RETURNING true;

-- NonceStatements.Store, a batch
INSERT INTO public.nonces AS stored (nonce, expires_at)
SELECT DISTINCT ON (nonce COLLATE "C") nonce, now() + lifetime * interval '1 microsecond'
FROM (SELECT * FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (nonce, lifetime, place)
ORDER BY nonce COLLATE "C", place
ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = NULL, state = NULL, login = NULL
    WHERE stored.expires_at <= now()
RETURNING true, array_position($1, stored.nonce::text);

-- NonceStatements.Claim, one call
INSERT INTO public.nonces AS stored (nonce, expires_at, used_at)
VALUES ($1, now() + $2 * interval '1 microsecond', now())
ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = excluded.used_at, state = NULL, login = NULL
    WHERE stored.expires_at <= now()
RETURNING
    CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END;

-- NonceStatements.Claim, a batch
INSERT INTO public.nonces AS stored (nonce, expires_at, used_at)
SELECT DISTINCT ON (nonce COLLATE "C") nonce, now() + lifetime * interval '1 microsecond', now()
FROM (SELECT * FROM unnest($1::text[], $2::bigint[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (nonce, lifetime, place)
ORDER BY nonce COLLATE "C", place
ON CONFLICT (nonce) DO UPDATE SET expires_at = excluded.expires_at, used_at = excluded.used_at, state = NULL, login = NULL
    WHERE stored.expires_at <= now()
RETURNING
    CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END,
    array_position($1, stored.nonce::text);

-- NonceStatements.Consume, one call
WITH used AS (
    UPDATE public.nonces SET used_at = now()
    WHERE nonce = $1 AND used_at IS NULL AND expires_at > now()
    RETURNING
        CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END)
SELECT CASE
    WHEN EXISTS (SELECT FROM used) THEN 1
    WHEN stored.expires_at <= now() THEN 2
    WHEN stored.nonce IS NOT NULL THEN 3
    ELSE 0
END
FROM (SELECT) AS one LEFT JOIN public.nonces AS stored ON stored.nonce = $1;

-- NonceStatements.Consume, a batch
WITH member AS (
    SELECT * FROM (SELECT * FROM unnest($1::text[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (nonce, place)),
usable AS (
    SELECT stored.nonce, member.place
    FROM member JOIN public.nonces AS stored ON stored.nonce = member.nonce
    WHERE CASE WHEN used_at IS NULL AND expires_at > now() THEN true END
    ORDER BY stored.nonce COLLATE "C"
    FOR UPDATE OF stored),
used AS (
    UPDATE public.nonces AS stored SET used_at = now() FROM usable
    WHERE stored.nonce = usable.nonce
    RETURNING
        usable.place,
        CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END)
SELECT
    CASE
        WHEN member.place IN (SELECT place FROM used) THEN 1
        WHEN stored.expires_at <= now() THEN 2
        WHEN stored.nonce IS NOT NULL THEN 3
        ELSE 0
    END,
    member.place::int
FROM member LEFT JOIN public.nonces AS stored ON stored.nonce = member.nonce;

-- RegistrationStatements.Save
INSERT INTO public.registration_sessions (id, data, expires_at)
VALUES ($1, $2, now() + $3 * interval '1 microsecond')
ON CONFLICT (id) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at;

-- RegistrationStatements.Find
SELECT
    data,
    (extract(epoch FROM least(greatest(expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM public.registration_sessions
WHERE id = $1 AND expires_at > now();

-- RegistrationStatements.Consume
DELETE FROM public.registration_sessions
WHERE id = $1
RETURNING
    data,
    (extract(epoch FROM least(greatest(expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint,
    CASE WHEN current_setting('synchronous_commit') = 'off' THEN set_config('synchronous_commit', 'on', true) END;

-- RegistrationStatements.Delete
DELETE FROM public.registration_sessions WHERE id = $1 RETURNING expires_at > now();

-- SessionStatements.Add, one call
INSERT INTO public.sessions AS stored (id, data, expires_at)
VALUES ($1, $2, now() + $3 * interval '1 microsecond')
ON CONFLICT (id) DO NOTHING
RETURNING true;

-- SessionStatements.Add, a batch
INSERT INTO public.sessions AS stored (id, data, expires_at)
SELECT id, ($3::text[])[place]::jsonb, now() + lifetime * interval '1 microsecond'
FROM (
    SELECT *
    FROM (SELECT * FROM unnest($1::uuid[], $2::bigint[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (id, lifetime, place)
    ORDER BY id, place) AS member
ON CONFLICT (id) DO NOTHING
RETURNING true, array_position($1, stored.id);

-- SessionStatements.Find, one call
SELECT
    data,
    (extract(epoch FROM least(greatest(expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint
FROM public.sessions
WHERE id = $1 AND expires_at > now();

-- SessionStatements.Find, a batch
SELECT
    data,
    (extract(epoch FROM least(greatest(expires_at, now()), now() + interval '87600 hours') - now()) * 1000000)::bigint,
    member.place::int
FROM (SELECT * FROM unnest($1::uuid[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (sought, place)
JOIN public.sessions ON id = member.sought AND expires_at > now();

-- SessionStatements.Renew
UPDATE public.sessions SET expires_at = greatest(expires_at, now() + $2 * interval '1 microsecond')
WHERE id = $1 AND expires_at > now()
RETURNING true;

-- SessionStatements.Delete, one call
DELETE FROM public.sessions WHERE id = $1 RETURNING expires_at > now();

-- SessionStatements.Delete, a batch
WITH locked AS (
    SELECT stored.id, member.place
    FROM (SELECT * FROM unnest($1::uuid[]) WITH ORDINALITY LIMIT cardinality($1)) AS member (sought, place)
    JOIN public.sessions AS stored ON stored.id = member.sought
    ORDER BY stored.id
    FOR UPDATE OF stored)
DELETE FROM public.sessions AS stored USING locked
WHERE stored.id = locked.id
RETURNING stored.expires_at > now(), locked.place::int;

-- ToolKeyStatements.List
SELECT
    array_agg(key_id ORDER BY starts_at, number),
    array_agg((extract(epoch FROM now() - added_at) * 1000000)::bigint ORDER BY starts_at, number),
    array_agg((extract(epoch FROM starts_at - now()) * 1000000)::bigint ORDER BY starts_at, number),
    array_agg(public_key ORDER BY starts_at, number),
    array_agg(private_key ORDER BY starts_at, number),
    array_agg(protected ORDER BY starts_at, number)
FROM public.tool_keys;

-- ToolKeyStatements.AddNext
WITH last AS (
    SELECT key_id, starts_at, public_key FROM public.tool_keys
    WHERE starts_at <= now() ORDER BY starts_at DESC, number DESC LIMIT 1)
INSERT INTO public.tool_keys (number, key_id, added_at, starts_at, public_key, private_key, protected)
SELECT
    coalesce((SELECT max(number) FROM public.tool_keys), 0) + 1,
    $1,
    now(),
    coalesce(
        (SELECT greatest(now() + $5 * interval '1 microsecond', starts_at + $6 * interval '1 microsecond')
            FROM last WHERE public_key IS NOT NULL),
        now()),
    $2,
    $3,
    $4
WHERE NOT EXISTS (SELECT FROM public.tool_keys WHERE starts_at > now() AND public_key IS NOT NULL)
    AND (SELECT key_id FROM last WHERE public_key IS NOT NULL) IS NOT DISTINCT FROM $7
ON CONFLICT DO NOTHING
RETURNING true;

-- ToolKeyStatements.Import
WITH last AS (
    SELECT public_key FROM public.tool_keys WHERE starts_at <= now() ORDER BY starts_at DESC, number DESC LIMIT 1),
added AS (
    INSERT INTO public.tool_keys (number, key_id, added_at, starts_at, public_key, private_key, protected)
    SELECT
        coalesce((SELECT max(number) FROM public.tool_keys), 0) + 1,
        $1,
        now(),
        CASE
            WHEN EXISTS (SELECT FROM last WHERE public_key IS NOT NULL)
                OR EXISTS (SELECT FROM public.tool_keys WHERE starts_at > now() AND public_key IS NOT NULL)
            THEN now() + $5 * interval '1 microsecond'
            ELSE now() END,
        $2,
        $3,
        $4
    ON CONFLICT DO NOTHING
    RETURNING key_id)
SELECT EXISTS (SELECT FROM added), EXISTS (SELECT FROM public.tool_keys WHERE key_id = $1);

-- ToolKeyStatements.Revoke
WITH active AS (
    SELECT key_id FROM public.tool_keys WHERE starts_at <= now() ORDER BY starts_at DESC, number DESC LIMIT 1),
next AS (
    SELECT number FROM public.tool_keys
    WHERE starts_at > now() AND public_key IS NOT NULL AND key_id <> $1 ORDER BY starts_at, number LIMIT 1),
revoked AS (
    UPDATE public.tool_keys
    SET public_key = NULL, private_key = NULL, starts_at = CASE WHEN starts_at > now() THEN NULL ELSE starts_at END
    WHERE key_id = $1 AND public_key IS NOT NULL
    RETURNING key_id),
started AS (
    UPDATE public.tool_keys
    SET starts_at = now()
    WHERE number = (SELECT number FROM next) AND public_key IS NOT NULL AND starts_at > now()
        AND EXISTS (SELECT FROM revoked JOIN active USING (key_id)))
SELECT key_id FROM revoked;

-- ToolKeyStatements.DeleteRetired
WITH deleted AS (
    UPDATE public.tool_keys
    SET public_key = NULL, private_key = NULL
    WHERE public_key IS NOT NULL AND EXISTS (
        SELECT FROM public.tool_keys AS later
        WHERE later.starts_at > tool_keys.starts_at AND later.starts_at <= now() - $1 * interval '1 microsecond')
    RETURNING number)
SELECT count(*)::integer FROM deleted;

-- WriteGuard, sent before each write of one call in the same round trip
SELECT
    CASE
        WHEN current_setting('lock_timeout') = '0'
            OR current_setting('lock_timeout')::interval > interval '2000 ms'
        THEN set_config('lock_timeout', '2000', true) END,
    CASE WHEN current_setting('client_min_messages') = 'error' THEN set_config('client_min_messages', 'warning', true) END;

-- WriteGuard, sent before each write of a batch in the same round trip
SELECT
    CASE
        WHEN current_setting('lock_timeout') = '0'
            OR current_setting('lock_timeout')::interval > interval '500 ms'
        THEN set_config('lock_timeout', '500', true) END,
    CASE WHEN current_setting('client_min_messages') = 'error' THEN set_config('client_min_messages', 'warning', true) END;

-- Triggers.Missing
SELECT string_agg(expected.relation || '.' || expected.name, ', ')
FROM (VALUES
    ('clients', 'lti_storage_added_or_deleted', 'client'), ('clients', 'lti_storage_changed', 'client'),
    ('clients', 'lti_storage_truncated', 'client'),
    ('deployments', 'lti_storage_added_or_deleted', 'deployment'), ('deployments', 'lti_storage_changed', 'deployment'),
    ('deployments', 'lti_storage_truncated', 'deployment'),
    ('sessions', 'lti_storage_deleted', 'session'), ('sessions', 'lti_storage_shortened', 'session'),
    ('sessions', 'lti_storage_changed', 'session'), ('sessions', 'lti_storage_truncated', 'session'),
    ('tool_keys', 'lti_storage_changed', 'tool_key'),
    ('access_tokens', 'lti_storage_changed', 'deployment'), ('access_tokens', 'lti_storage_deleted', 'deployment'),
    ('access_tokens', 'lti_storage_truncated', 'deployment')
) AS expected (relation, name, kind)
WHERE NOT EXISTS (
    SELECT FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
    WHERE nspname = $1 AND relname = expected.relation AND tgname = expected.name
      AND tgargs = convert_to(expected.kind, 'UTF8') || '\x00'::bytea
      AND (tgenabled = 'A' OR (tgenabled = 'O' AND current_setting('session_replication_role') <> 'replica')));

-- ReadOnlyServer.Query
SELECT current_setting('transaction_read_only') = 'on';
