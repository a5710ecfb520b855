using Lti.Storage.PostgreSql.Tests.Server;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Schema;

public sealed class MigrationTests : IAsyncLifetime
{
    private TestDatabase? _database;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static int Latest => Internal.Schema.Migration.Latest;

    private TestDatabase Database => _database!;

    public async ValueTask InitializeAsync() => _database = await TestDatabase.CreateAsync();

    [Fact]
    public async Task Empty_database_is_migrated_once()
    {
        await using var storage = Database.Open();

        Assert.Equal(Enumerable.Range(1, Latest), await storage.Schema.MigrateAsync(Token));
        Assert.Empty(await storage.Schema.MigrateAsync(Token));

        var status = await storage.Schema.GetStatusAsync(Token);
        Assert.Equal((Latest, Latest, true), (status.Version, status.KnownVersion, status.IsUsable));
        Assert.Equal(
            ["access_tokens", "clients", "deployments", "lti_storage_migrations", "nonces", "platform_key_sets", "registration_sessions", "sessions", "tool_keys"],
            await Database.QueryTextsAsync("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"));
    }

    [Fact]
    public async Task Check_of_an_empty_database_names_the_missing_versions_and_changes_nothing()
    {
        await using var storage = Database.Open();

        var error = await Assert.ThrowsAsync<LtiSchemaException>(() => storage.Schema.CheckAsync(Token));

        Assert.Contains($"lacks the migrations {string.Join(", ", Enumerable.Range(1, Latest))}", error.Message, StringComparison.Ordinal);
        Assert.Contains("SchemaOnStart", error.Message, StringComparison.Ordinal);
        Assert.Empty(await Database.QueryTextsAsync("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task Sessions_are_compressed_with_lz4_where_the_server_has_it()
    {
        await using var storage = Database.Open();
        await storage.Schema.MigrateAsync(Token);

        Assert.Equal(
            await Database.QueryTextsAsync("SELECT CASE WHEN 'lz4' = ANY(enumvals) THEN 'l' ELSE '' END FROM pg_settings WHERE name = 'default_toast_compression'"),
            await Database.QueryTextsAsync("SELECT attcompression::text FROM pg_attribute WHERE attrelid = 'sessions'::regclass AND attname = 'data'"));
    }

    [Theory]
    [InlineData(SchemaOnStart.Migrate, true)]
    [InlineData(SchemaOnStart.Nothing, false)]
    public async Task Start_does_what_the_option_says(SchemaOnStart mode, bool migrates)
    {
        await using var storage = Database.Open(storageOptions: new LtiStorageOptions { SchemaOnStart = mode });

        await storage.StartAsync(Token);

        Assert.Equal(migrates, (await storage.Schema.GetStatusAsync(Token)).IsUsable);
    }

    [Fact]
    public async Task Start_checks_by_default()
    {
        await using var storage = Database.Open();
        await Assert.ThrowsAsync<LtiSchemaException>(() => storage.StartAsync(Token));

        await storage.Schema.MigrateAsync(Token);

        await storage.StartAsync(Token);
    }

    [Fact]
    [FullRun("races of migrations")]
    public async Task Concurrent_nodes_apply_each_migration_once()
    {
        for (var round = 0; round < 3; round++)
        {
            await using var database = await TestDatabase.CreateAsync();
            var nodes = Enumerable.Range(0, 32).Select(_ => database.Open(text => text.MaxPoolSize = 1)).ToArray();

            var applied = await Task.WhenAll(nodes.Select(node => Task.Run(() => node.Schema.MigrateAsync(Token), Token)));

            Assert.Equal(Enumerable.Range(1, Latest), applied.SelectMany(versions => versions).Order());
            Assert.Equal(Latest, await database.QueryAsync<long>("SELECT count(*) FROM lti_storage_migrations"));
            await Task.WhenAll(nodes.Select(node => node.DisposeAsync().AsTask()));
        }
    }

    [Theory]
    [InlineData("public")]
    [InlineData("tool")]
    [InlineData("Tool's \"own\" $$schema$$ \\")]
    public async Task Printed_sql_applied_by_hand_is_the_migration(string schema)
    {
        await Database.ExecuteAsync(PostgreSqlSchema.Script(schema));
        await using var storage = Database.Open(configure: options => options.Schema = schema);

        await storage.Schema.CheckAsync(Token);
        Assert.Empty(await storage.Schema.MigrateAsync(Token));
        Assert.True(await storage.ClaimNonceAsync("nonce", cancellationToken: Token));

        // The script is safe to run again.
        await Database.ExecuteAsync(PostgreSqlSchema.Script(schema));
        Assert.False(await storage.ClaimNonceAsync("nonce", cancellationToken: Token));
    }

    [Fact]
    public async Task Printed_sql_from_a_version_has_only_the_later_migrations()
    {
        var rest = PostgreSqlSchema.Script(fromVersion: 1);
        Assert.DoesNotContain("CREATE TABLE IF NOT EXISTS nonces", rest, StringComparison.Ordinal);

        await Database.ExecuteAsync(PostgreSqlSchema.Script());
        await Database.ExecuteAsync("DELETE FROM lti_storage_migrations WHERE version > 1");
        await Database.ExecuteAsync(rest);

        await using var storage = Database.Open();
        await storage.Schema.CheckAsync(Token);
    }

    [Theory]
    [InlineData("")]
    [InlineData("pg_tool")]
    [InlineData("information_schema")]
    [InlineData("nul\0")]
    [InlineData("a-name-of-sixty-four-bytes-which-postgresql-would-cut-off-at-its-end")]
    public void Impossible_schema_name_is_refused(string schema)
    {
        Assert.Throws<ArgumentException>(nameof(schema), () => PostgreSqlSchema.Script(schema));
        Assert.Throws<Microsoft.Extensions.Options.OptionsValidationException>(
            () => new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = "Host=localhost", Schema = schema }));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1000)]
    public void Unknown_version_is_refused(int version)
        => Assert.Throws<ArgumentOutOfRangeException>("fromVersion", () => PostgreSqlSchema.Script(fromVersion: version));

    [Theory]
    [InlineData(14, true)]
    [InlineData(9, true)]
    [InlineData(15, false)]
    [InlineData(18, false)]
    public void Server_before_15_is_refused_with_the_required_version(int major, bool refused)
    {
        var error = Record.Exception(() => Internal.Schema.SchemaReader.RequireServer(new Version(major, 4)));

        Assert.Equal(refused, error is LtiSchemaException);
        Assert.Equal(refused, error?.Message.Contains("15 or later", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task Newer_schema_is_a_warning_so_that_nodes_can_be_upgraded_in_turn()
    {
        var log = new CapturingLoggerFactory();
        await using var storage = await MigratedWithVersionAsync(999, breaking: false, log);

        await storage.StartAsync(Token);
        Assert.Empty(await storage.Schema.MigrateAsync(Token));

        Assert.True(await storage.ClaimNonceAsync("nonce", cancellationToken: Token));
        Assert.Contains(log.Lines, line => line.Level == LogLevel.Warning && line.Message.Contains("999", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Newer_schema_with_a_breaking_migration_is_an_error_that_says_to_update_the_library()
    {
        await using var storage = await MigratedWithVersionAsync(999, breaking: true, new CapturingLoggerFactory());

        foreach (var start in new[] { storage.StartAsync, storage.Schema.CheckAsync, (Func<CancellationToken, Task>)storage.Schema.MigrateAsync })
        {
            var error = await Assert.ThrowsAsync<LtiSchemaException>(() => start(Token));
            Assert.Contains("Update the library", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Busy_table_delays_the_migration_and_stays_open_to_others()
    {
        await OtherSystem.CreateAsync(Database, version: 1);
        await using var reader = await Database.ConnectAsync();
        await using var transaction = await reader.BeginTransactionAsync(Token);
        await using (var read = new NpgsqlCommand("SELECT count(*) FROM nonces", reader))
        {
            await read.ExecuteScalarAsync(Token);
        }

        var log = new CapturingLoggerFactory();
        await using var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = Database.ConnectionString }, loggerFactory: log);
        var migration = storage.Schema.MigrateAsync(Token);
        await log.FirstAsync(line => line.Message.Contains("table is busy", StringComparison.Ordinal), Token);

        // Between its attempts, the table is free for other transactions.
        await Database.ExecuteAsync("INSERT INTO nonces (nonce, expires_at) VALUES ('meanwhile', now() + interval '1 hour')");
        Assert.False(migration.IsCompleted);

        await transaction.CommitAsync(Token);
        Assert.Equal(Enumerable.Range(1, Latest), await migration);
    }

    [Fact]
    public async Task Cancelled_wait_for_another_node_changes_nothing()
    {
        await using var other = await Database.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync(Token);
        await using (var hold = new NpgsqlCommand(Internal.Schema.MigrationScript.Lock("public"), other))
        {
            await hold.ExecuteNonQueryAsync(Token);
        }

        await using var storage = Database.Open();
        using var cancel = new CancellationTokenSource();
        var migration = storage.Schema.MigrateAsync(cancel.Token);
        await Eventually.TrueAsync(async () => await Database.QueryAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"), Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => migration);
        Assert.Empty(await Database.QueryTextsAsync("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task Breaking_migration_of_another_node_is_noticed_after_the_wait()
    {
        await using (var first = Database.Open())
        {
            await first.Schema.MigrateAsync(Token);
        }

        await Database.ExecuteAsync("DELETE FROM lti_storage_migrations WHERE version > 1");
        await using var other = await Database.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync(Token);
        await using (var hold = new NpgsqlCommand(Internal.Schema.MigrationScript.Lock("public"), other))
        {
            await hold.ExecuteNonQueryAsync(Token);
        }

        await using var storage = Database.Open();
        var migration = storage.Schema.MigrateAsync(Token);
        await Eventually.TrueAsync(async () => await Database.QueryAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"), Token);
        await using (var migrate = new NpgsqlCommand("INSERT INTO lti_storage_migrations (version, name, breaking) VALUES (999, 'of tomorrow', true)", other))
        {
            await migrate.ExecuteNonQueryAsync(Token);
        }

        await transaction.CommitAsync(Token);

        await Assert.ThrowsAsync<LtiSchemaException>(() => migration);
        Assert.Equal(2L, await Database.QueryAsync<long>("SELECT count(*) FROM lti_storage_migrations"));
    }

    [Theory]
    [InlineData("CREATE TABLE sessions (sid text PRIMARY KEY, sess json)", "sessions lacks the column id")]
    [InlineData("CREATE TABLE sessions (id uuid PRIMARY KEY, data jsonb NOT NULL, expires_at bigint NOT NULL)", "sessions.expires_at is of type bigint")]
    [InlineData("CREATE TABLE sessions (id varchar(255) PRIMARY KEY, data jsonb NOT NULL, expires_at timestamptz NOT NULL)", "sessions.id is of type character varying")]
    [InlineData("CREATE TABLE sessions (id uuid PRIMARY KEY, data text NOT NULL, expires_at timestamptz NOT NULL)", "sessions.data is of type text")]
    public async Task Tables_of_another_program_are_left_unchanged_with_advice_to_choose_a_schema(string table, string reason)
    {
        await Database.ExecuteAsync(table);
        await using var storage = Database.Open();

        var error = await Assert.ThrowsAsync<LtiSchemaException>(() => storage.Schema.MigrateAsync(Token));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.Contains("option Schema", error.Message, StringComparison.Ordinal);
        Assert.Equal(["sessions"], await Database.QueryTextsAsync("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"));
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();

    private async Task<PostgreSqlLtiStorage> MigratedWithVersionAsync(int version, bool breaking, ILoggerFactory log)
    {
        await using (var storage = Database.Open())
        {
            await storage.Schema.MigrateAsync(Token);
        }

        await Database.ExecuteAsync($"INSERT INTO lti_storage_migrations (version, name, breaking) VALUES ({version}, 'of tomorrow', {breaking})");
        return new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = Database.ConnectionString }, loggerFactory: log);
    }
}
