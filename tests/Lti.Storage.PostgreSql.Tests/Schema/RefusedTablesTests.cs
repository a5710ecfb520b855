using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Schema;

/// <summary>Checks that tables that would break a rule of the contract are refused before any change.</summary>
public sealed class RefusedTablesTests : IAsyncLifetime
{
    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private TestDatabase Database => _database!;

    /// <summary>Gets changes to the tables of the ported system's version 2, each with its error text.</summary>
    public static TheoryData<string, string> Changes => new()
    {
        // Keys.
        { "ALTER TABLE nonces DROP CONSTRAINT nonces_pkey", "nonces has no usable unique key on (nonce)" },
        { "ALTER TABLE sessions DROP CONSTRAINT sessions_pkey", "sessions has no usable unique key on (id)" },
        { "ALTER TABLE registration_sessions DROP CONSTRAINT registration_sessions_pkey", "registration_sessions has no usable unique key on (id)" },
        { "ALTER TABLE deployments DROP CONSTRAINT deployments_pkey", "deployments has no usable unique key on (id)" },
        { "ALTER TABLE clients DROP CONSTRAINT clients_pkey CASCADE", "clients has no usable unique key on (id)" },
        { "ALTER TABLE nonces DROP CONSTRAINT nonces_pkey, ADD PRIMARY KEY (nonce, expires_at)", "nonces has no usable unique key on (nonce)" },
        { "ALTER TABLE nonces DROP CONSTRAINT nonces_pkey, ADD PRIMARY KEY (nonce) DEFERRABLE", "nonces has no usable unique key on (nonce)" },
        { "ALTER TABLE nonces DROP CONSTRAINT nonces_pkey; CREATE UNIQUE INDEX ON nonces (nonce) WHERE used_at IS NULL", "nonces has no usable unique key on (nonce)" },
        { "ALTER TABLE nonces DROP CONSTRAINT nonces_pkey; CREATE UNIQUE INDEX ON nonces (lower(nonce))", "nonces has no usable unique key on (nonce)" },
        { "ALTER TABLE nonces DROP CONSTRAINT nonces_pkey; CREATE INDEX ON nonces (nonce)", "nonces has no usable unique key on (nonce)" },
        { "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'nonces_pkey'::regclass", "nonces has no usable unique key on (nonce)" },
        { "CREATE UNIQUE INDEX only_once ON nonces (expires_at)", "The unique index only_once of nonces refuses rows" },
        { "CREATE UNIQUE INDEX only_once ON clients (lower(iss), client_id)", "The unique index only_once of clients refuses rows" },
        { "ALTER TABLE nonces ADD CONSTRAINT only_once EXCLUDE (expires_at WITH =)", "The unique index only_once of nonces refuses rows" },

        // Indexes of the right name.
        { Replace("client_deployment_unique", "CREATE INDEX client_deployment_unique ON deployments (client_id, deployment_id)"), "client_deployment_unique is not the index" },
        { Replace("client_deployment_unique", "CREATE UNIQUE INDEX client_deployment_unique ON deployments (id, deployment_id)"), "client_deployment_unique is not the index" },
        { Replace("client_deployment_unique", "CREATE UNIQUE INDEX client_deployment_unique ON deployments (client_id, lower(deployment_id))"), "client_deployment_unique is not the index" },
        { Replace("client_deployment_unique", "CREATE UNIQUE INDEX client_deployment_unique ON deployments (client_id, deployment_id) WHERE name IS NULL"), "client_deployment_unique is not the index" },
        { Replace("client_deployment_unique", "CREATE UNIQUE INDEX client_deployment_unique ON deployments (client_id, deployment_id COLLATE \"und-x-icu\")"), "client_deployment_unique is not the index" },
        { Replace("client_deployment_unique", "CREATE UNIQUE INDEX client_deployment_unique ON deployments (client_id, deployment_id text_pattern_ops)"), "client_deployment_unique is not the index" },
        { Replace("client_deployment_unique", "CREATE UNIQUE INDEX client_deployment_unique ON clients (id)"), "client_deployment_unique is not the index" },
        { Replace("client_deployment_unique", "CREATE TABLE client_deployment_unique ()"), "client_deployment_unique is not the index" },
        { Replace("client_deployment_unique", "ALTER TABLE deployments ADD CONSTRAINT client_deployment_unique UNIQUE (client_id, deployment_id) DEFERRABLE"), "The index client_deployment_unique is deferrable" },
        { "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'client_deployment_unique'::regclass", "The index client_deployment_unique is not valid" },
        { "ALTER TABLE clients DROP CONSTRAINT iss_client_id_unique; CREATE INDEX iss_client_id_unique ON clients (iss, client_id)", "iss_client_id_unique is not the index" },
        { "CREATE INDEX sessions_user_idx ON sessions (expires_at)", "sessions_user_idx is not the index" },
        { "CREATE INDEX sessions_deployment_idx ON sessions (expires_at)", "sessions_deployment_idx is not the index" },
        { "CREATE INDEX sessions_issuer_idx ON sessions (expires_at)", "sessions_issuer_idx is not the index" },
        { "CREATE INDEX deployments_client_idx ON deployments (client_id, id)", "deployments_client_idx is not the index" },
        { "CREATE INDEX nonces_expires_at_idx ON nonces (expires_at DESC, nonce)", "nonces_expires_at_idx is not the index" },
        { "DROP INDEX sessions_expires_at_idx; CREATE UNIQUE INDEX sessions_expires_at_idx ON sessions (expires_at)", "sessions_expires_at_idx is not the index" },
        { "DROP INDEX sessions_expires_at_idx; CREATE SEQUENCE sessions_expires_at_idx", "sessions_expires_at_idx is not the index" },

        // Columns.
        { "ALTER TABLE nonces ALTER COLUMN nonce TYPE varchar(64)", "nonces.nonce holds 64 characters, and 255 are needed" },
        { "ALTER TABLE clients ALTER COLUMN iss TYPE varchar(100)", "clients.iss holds 100 characters, and 255 are needed" },
        { "ALTER TABLE clients ALTER COLUMN jwks_url TYPE varchar(255)", "clients.jwks_url holds 255 characters, and 2048 are needed" },
        { "ALTER TABLE deployments ALTER COLUMN description TYPE varchar(255)", "deployments.description holds 255 characters, and 4096 are needed" },
        { "ALTER TABLE nonces ALTER COLUMN nonce TYPE char(255)", "nonces.nonce is of type character(255)" },
        { "ALTER TABLE sessions ALTER COLUMN expires_at TYPE timestamptz(0)", "sessions.expires_at is of type timestamp(0) with time zone" },
        { "ALTER TABLE sessions ALTER COLUMN expires_at TYPE timestamp", "sessions.expires_at is of type timestamp without time zone" },
        { "CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false); ALTER TABLE nonces ALTER COLUMN nonce TYPE varchar(255) COLLATE blind", "nonces.nonce has a collation that takes different texts for equal" },
        { "ALTER TABLE clients DROP COLUMN token_url", "clients lacks the column token_url" },
        { "ALTER TABLE deployments DROP COLUMN description", "deployments lacks the column description" },
        { "ALTER TABLE sessions DROP COLUMN expires_at", "sessions lacks the column expires_at" },
        { "ALTER TABLE sessions ALTER COLUMN expires_at DROP NOT NULL", "sessions.expires_at may be null" },
        { "ALTER TABLE sessions ALTER COLUMN data DROP NOT NULL", "sessions.data may be null" },
        { "ALTER TABLE clients ALTER COLUMN jwks_url DROP NOT NULL", "clients.jwks_url may be null" },
        { "ALTER TABLE nonces ALTER COLUMN used_at SET DEFAULT now(); UPDATE nonces SET used_at = now(); ALTER TABLE nonces ALTER COLUMN used_at SET NOT NULL", "nonces.used_at may not be null" },
        { "UPDATE deployments SET name = ''; ALTER TABLE deployments ALTER COLUMN name SET NOT NULL", "deployments.name may not be null" },
        { "ALTER TABLE nonces ADD COLUMN tenant integer NOT NULL DEFAULT 1; ALTER TABLE nonces ALTER COLUMN tenant DROP DEFAULT", "nonces has the column tenant, which must not be null and has no default" },
        { "ALTER TABLE clients ALTER COLUMN id DROP DEFAULT; ALTER TABLE clients DROP COLUMN name; ALTER TABLE clients ADD COLUMN name text NOT NULL GENERATED ALWAYS AS (lower(iss)) STORED", "clients.name is generated" },

        { "ALTER TABLE clients ADD COLUMN enabled integer NOT NULL DEFAULT 1", "clients.enabled is of type integer, not boolean" },
        { "ALTER TABLE clients ADD COLUMN enabled boolean DEFAULT true", "clients.enabled may be null" },
        { "ALTER TABLE clients ADD COLUMN enabled boolean NOT NULL DEFAULT false", "clients.enabled has the default false, not true" },
        { "ALTER TABLE clients ADD COLUMN enabled boolean NOT NULL DEFAULT true; ALTER TABLE clients ALTER COLUMN enabled DROP DEFAULT", "clients.enabled has the default null, not true" },
        { "ALTER TABLE clients ADD COLUMN token_audience varchar(255)", "clients.token_audience holds 255 characters, and 2048 are needed" },
        { "ALTER TABLE clients ADD COLUMN token_audience text DEFAULT ''", "clients.token_audience has the default '', not null" },
        { "CREATE TYPE status AS ENUM ('active'); ALTER TABLE deployments ADD COLUMN status status NOT NULL DEFAULT 'active'", "deployments.status is of type status, not text" },
        { "ALTER TABLE deployments ADD COLUMN status text NOT NULL DEFAULT 'on'", "deployments.status has the default 'on', not 'active'" },
        { "ALTER TABLE deployments ADD COLUMN status text DEFAULT 'active'", "deployments.status may be null" },
        { "ALTER TABLE nonces ADD COLUMN state varchar(64)", "nonces.state holds 64 characters, and 255 are needed" },
        { "ALTER TABLE nonces ADD COLUMN state text NOT NULL DEFAULT ''", "nonces.state may not be null" },
        { "ALTER TABLE nonces ADD COLUMN state text DEFAULT ''", "nonces.state has the default '', not null" },
        { "ALTER TABLE nonces ADD COLUMN login text", "nonces.login is of type text, not jsonb" },
        { "CREATE INDEX nonces_state_unique ON nonces (expires_at)", "nonces_state_unique is not the index" },

        // References between tables.
        { "ALTER TABLE deployments DROP CONSTRAINT deployments_client_id_clients_id_fk", "deployments.client_id has no usable foreign key to clients.id" },
        { Reference("DEFERRABLE"), "deployments.client_id has no usable foreign key to clients.id" },
        { Reference("NOT VALID"), "deployments.client_id has no usable foreign key to clients.id" },

        // Other objects.
        { "DROP TABLE registration_sessions; CREATE VIEW registration_sessions AS SELECT id, data, expires_at FROM sessions", "registration_sessions is not a table" },
        { "CREATE TABLE lti_storage_migrations (version integer, name text NOT NULL, breaking boolean NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())", "lti_storage_migrations has no usable unique key on (version)" },
    };

    public async ValueTask InitializeAsync()
    {
        _database = await Faults.FaultCluster.CreateEmptyDatabaseAsync();
        await OtherSystem.CreateAsync(_database, version: 2);
    }

    [Theory, Rule("D1", "N1")]
    [MemberData(nameof(Changes))]
    [FullRun("all rows of long theories", Rows = 16)]
    public async Task Table_that_would_break_a_rule_is_refused_and_unchanged(string change, string finding)
    {
        await Database.ExecuteAsync(change);
        var before = await ObjectsAsync();
        await using var storage = Database.Open();

        var error = await Assert.ThrowsAsync<LtiSchemaException>(() => storage.Schema.MigrateAsync(Token));

        Assert.Contains(finding, error.Message, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await ObjectsAsync());
        Assert.Contains(finding, (await Assert.ThrowsAsync<PostgresException>(() => Database.ExecuteAsync(PostgreSqlSchema.Script()))).MessageText, StringComparison.Ordinal);
        Assert.Equal(before, await ObjectsAsync());
    }

    [Fact]
    public async Task Error_lists_all_findings()
    {
        await Database.ExecuteAsync(
            """
            ALTER TABLE nonces DROP CONSTRAINT nonces_pkey;
            ALTER TABLE sessions ALTER COLUMN expires_at DROP NOT NULL;
            ALTER TABLE clients DROP COLUMN token_url;
            """);
        await using var storage = Database.Open();

        var error = await Assert.ThrowsAsync<LtiSchemaException>(() => storage.Schema.MigrateAsync(Token));

        foreach (var finding in new[] { "nonces has no usable unique key", "sessions.expires_at may be null", "clients lacks the column token_url" })
        {
            Assert.Contains(finding, error.Message, StringComparison.Ordinal);
        }
    }

    [Theory, Rule("C1", "D1")]
    [InlineData("ALTER TABLE clients DROP CONSTRAINT iss_client_id_unique; INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url) SELECT name, iss, client_id, auth_url, token_url, jwks_url FROM clients", "iss_client_id_unique")]
    [InlineData("ALTER TABLE deployments DROP CONSTRAINT client_deployment_unique; INSERT INTO deployments (client_id, deployment_id) SELECT client_id, deployment_id FROM deployments", "client_deployment_unique")]
    public async Task Rows_with_the_same_key_are_refused_and_unchanged(string change, string index)
    {
        await Database.ExecuteAsync(change);
        var before = await ObjectsAsync();
        await using var storage = Database.Open();

        var error = await Assert.ThrowsAsync<LtiSchemaException>(() => storage.Schema.MigrateAsync(Token));

        Assert.Contains(index, error.Message, StringComparison.Ordinal);
        Assert.Contains("nothing was changed", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(OtherSystem.Issuer, error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, await ObjectsAsync());
    }

    [Theory]
    [InlineData("ALTER TABLE clients ADD COLUMN note text; ALTER TABLE nonces ADD COLUMN tenant integer NOT NULL DEFAULT 1; ALTER TABLE sessions ADD COLUMN number bigint NOT NULL GENERATED ALWAYS AS IDENTITY")]
    [InlineData("ALTER TABLE clients ALTER COLUMN iss TYPE text, ALTER COLUMN name TYPE varchar(1000), ALTER COLUMN auth_url TYPE varchar")]
    [InlineData("ALTER TABLE nonces ALTER COLUMN nonce TYPE varchar(255) COLLATE \"und-x-icu\"")]
    [InlineData("ALTER TABLE nonces DROP CONSTRAINT nonces_pkey; CREATE UNIQUE INDEX nonce_once ON nonces (nonce) INCLUDE (expires_at) WITH (fillfactor = 70)")]
    [InlineData("ALTER TABLE clients ADD COLUMN enabled boolean NOT NULL DEFAULT true, ADD COLUMN token_audience varchar(2048)")]
    [InlineData("ALTER TABLE deployments ADD COLUMN status varchar(20) NOT NULL DEFAULT 'active'; ALTER TABLE nonces ADD COLUMN state varchar(255), ADD COLUMN login jsonb")]
    [InlineData("CREATE UNIQUE INDEX ON sessions (id, expires_at); CREATE INDEX ON sessions (expires_at DESC)")]
    [InlineData("DROP INDEX sessions_expires_at_idx; CREATE INDEX sessions_expires_at_idx ON sessions (expires_at) WITH (fillfactor = 70)")]
    [InlineData("DROP INDEX sessions_expires_at_idx, deployment_id_idx, issuer_client_idx, reg_sessions_expires_at_idx; DROP TABLE registration_sessions")]
    [InlineData("ALTER TABLE deployments DROP CONSTRAINT deployments_client_id_clients_id_fk, ADD FOREIGN KEY (client_id) REFERENCES clients (id) ON DELETE CASCADE")]
    public async Task Tables_with_harmless_differences_are_adopted(string change)
    {
        await Database.ExecuteAsync(change);
        await using var storage = Database.Open();

        Assert.Equal(Enumerable.Range(1, Internal.Schema.Migration.Latest), await storage.Schema.MigrateAsync(Token));

        Assert.True((await storage.Schema.GetStatusAsync(Token)).IsUsable);
        Assert.True(await storage.ClaimNonceAsync("nonce", cancellationToken: Token));
        Assert.False(await storage.ClaimNonceAsync("nonce", cancellationToken: Token));
    }

    [Fact, Rule("D1", "N1")]
    public async Task Adopted_tables_refuse_duplicates()
    {
        await using var storage = Database.Open();
        await storage.Schema.MigrateAsync(Token);
        var client = Assert.Single(await storage.FindClientsAsync(OtherSystem.Issuer, cancellationToken: Token));

        await Assert.ThrowsAsync<LtiConflictException>(
            () => storage.AddDeploymentAsync(client.Id, new NewDeployment { DeploymentId = "deployment" }, Token).AsTask());
        await Assert.ThrowsAsync<LtiConflictException>(() => storage.StoreNonceAsync("seen", cancellationToken: Token).AsTask());
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private static string Replace(string constraint, string index) => $"ALTER TABLE deployments DROP CONSTRAINT {constraint}; {index}";

    private static string Reference(string options) => $"""
        ALTER TABLE deployments DROP CONSTRAINT deployments_client_id_clients_id_fk,
            ADD CONSTRAINT deployments_client_id_clients_id_fk FOREIGN KEY (client_id) REFERENCES clients (id) {options}
        """;

    /// <summary>Returns every relation, column, trigger and option of the schema.</summary>
    private Task<List<string>> ObjectsAsync() => Database.QueryTextsAsync(
        """
        SELECT concat_ws(' ', relname, relkind, reloptions) FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', attrelid::regclass, attname, format_type(atttypid, atttypmod), attoptions)
            FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid WHERE relnamespace = 'public'::regnamespace
        UNION ALL SELECT tgname FROM pg_trigger WHERE NOT tgisinternal
        UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        ORDER BY 1
        """);
}
