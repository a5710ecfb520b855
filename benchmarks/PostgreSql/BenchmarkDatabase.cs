using Lti.Storage.PostgreSql;
using Npgsql;

namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>The database that contenders work on, and what is put there without them.</summary>
internal sealed class BenchmarkDatabase(string connectionString) : IAsyncDisposable
{
    private const string Variable = "LTI_BENCHMARK_DATABASE";

    private readonly NpgsqlDataSource _dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 2, CommandTimeout = 600 });

    public string ConnectionString => connectionString;

    /// <summary>The database of this run, made by the first process for those that BenchmarkDotNet starts.</summary>
    public static BenchmarkDatabase OfThisRun() => new(
        Environment.GetEnvironmentVariable(Variable) ?? throw new InvalidOperationException("PostgreSQL benchmarks are started by `dotnet run -c Release` in benchmarks/."));

    public static void ShareWithBenchmarks(string connectionString) => Environment.SetEnvironmentVariable(Variable, connectionString);

    /// <summary>Makes the tables where they are missing, empties them, and gives them rows enough that their statistics say: use the indexes.</summary>
    public async Task ResetAsync(int clients = 1_000)
    {
        await using (var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = connectionString }))
        {
            await storage.Schema.MigrateAsync();
        }

        await ExecuteAsync("TRUNCATE clients, deployments, nonces, sessions, registration_sessions");
        await AddClientsAsync(clients);
        await ExecuteAsync("INSERT INTO nonces SELECT 'other-' || i, now() + interval '1 day' FROM generate_series(1, 10000) AS i");
        await AddSessionsAsync("sessions", Payload.Session().Utf8Document, Ids(2_000));
        await AddSessionsAsync("registration_sessions", Payload.Registration.Utf8Document, Ids(2_000));
        await ExecuteAsync("VACUUM ANALYZE clients, deployments, nonces, sessions, registration_sessions");
    }

    /// <summary>Clients <c>client-1</c> and so on of <see cref="Payload.Issuer"/>, each with one deployment, <c>default</c>.</summary>
    public Task AddClientsAsync(int count) => ExecuteAsync(
        """
        WITH added AS (
            INSERT INTO clients (name, iss, client_id, auth_url, token_url, jwks_url)
            SELECT 'LMS', $1, 'client-' || i, $1 || '/api/lti/authorize', $1 || '/login/oauth2/token', $1 || '/api/lti/security/jwks' FROM generate_series(1, $2) AS i
            RETURNING id)
        INSERT INTO deployments (client_id, deployment_id) SELECT id, 'default' FROM added
        """,
        new NpgsqlParameter<string> { TypedValue = Payload.Issuer },
        new NpgsqlParameter<int> { TypedValue = count });

    /// <summary>Deployments <c>deployment-1</c> and so on of a client.</summary>
    public Task AddDeploymentsAsync(string clientId, int count) => ExecuteAsync(
        "INSERT INTO deployments (client_id, deployment_id) SELECT id, 'deployment-' || i FROM clients, generate_series(1, $2) AS i WHERE client_id = $1",
        new NpgsqlParameter<string> { TypedValue = clientId },
        new NpgsqlParameter<int> { TypedValue = count });

    public Task AddNoncesAsync(IReadOnlyList<string> nonces, TimeSpan? lifetime = null) => ExecuteAsync(
        "INSERT INTO nonces (nonce, expires_at) SELECT unnest($1), now() + $2",
        new NpgsqlParameter<string[]> { TypedValue = [.. nonces] },
        new NpgsqlParameter<TimeSpan> { TypedValue = lifetime ?? TimeSpan.FromHours(1) });

    /// <summary>The same document under each id, in <c>sessions</c> or <c>registration_sessions</c>.</summary>
    public Task AddSessionsAsync(string table, ReadOnlyMemory<byte> document, IReadOnlyList<Guid> ids, TimeSpan? lifetime = null) => ExecuteAsync(
        $"INSERT INTO {table} (id, data, expires_at) SELECT unnest($1), $2, now() + $3",
        new NpgsqlParameter<Guid[]> { TypedValue = [.. ids] },
        new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = document, NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Jsonb },
        new NpgsqlParameter<TimeSpan> { TypedValue = lifetime ?? TimeSpan.FromHours(1) });

    /// <summary>The server's settings that a write's time hangs on.</summary>
    public async Task<string> SettingsAsync()
    {
        await using var command = _dataSource.CreateCommand(
            "SELECT string_agg(name || ' = ' || setting, ', ' ORDER BY name) FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'full_page_writes')");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public async Task ExecuteAsync(string sql, params NpgsqlParameter[] parameters)
    {
        await using var command = _dataSource.CreateCommand(sql);
        command.Parameters.AddRange(parameters);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _dataSource.DisposeAsync();

    public static Guid[] Ids(int count) => [.. Enumerable.Range(0, count).Select(_ => Guid.NewGuid())];
}
