using Npgsql;

namespace Lti.Storage.PostgreSql.Tests;

/// <summary>A migrated schema, and pools for two nodes on it. Its name needs quoting, so that a statement that forgets to quote it fails.</summary>
internal sealed class TestSchema : IAsyncDisposable
{
    private readonly NpgsqlDataSource _administration;
    private readonly string _quoted;
    private readonly string _clock;

    private TestSchema(string connectionString, string name)
    {
        Name = name;
        _quoted = Quote(name);
        _clock = Quote($"{name} clock");
        _administration = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { MaxPoolSize = 2, MinPoolSize = 0 });
        Nodes = [Node(connectionString), Node(connectionString)];
    }

    public string Name { get; }

    public IReadOnlyList<NpgsqlDataSource> Nodes { get; }

    /// <summary>Whether the clock of this schema stands; then it is not used again.</summary>
    public bool IsFrozen { get; private set; }

    public static async Task<TestSchema> CreateAsync(string connectionString, string name)
    {
        var schema = new TestSchema(connectionString, name);
        await using var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { DataSource = schema.Nodes[0], Schema = name });
        await storage.Schema.MigrateAsync(TestContext.Current.CancellationToken);
        return schema;
    }

    /// <summary>Moves what is stored back in time, or the clock forward where it stands.</summary>
    public Task PassAsync(TimeSpan time) => IsFrozen
        ? ExecuteAsync($"UPDATE {_clock}.clock SET instant = instant + $1 * interval '1 microsecond'", Microseconds(time))
        : ExecuteAsync(
            $"""
            WITH nonces AS (UPDATE {_quoted}.nonces SET expires_at = expires_at - $1 * interval '1 microsecond'),
            sessions AS (UPDATE {_quoted}.sessions SET expires_at = expires_at - $1 * interval '1 microsecond')
            UPDATE {_quoted}.registration_sessions SET expires_at = expires_at - $1 * interval '1 microsecond'
            """,
            Microseconds(time));

    /// <summary>Puts a <c>now()</c> that stands before PostgreSQL's own. Statements that are prepared already know the other, so their connections go.</summary>
    public async Task FreezeAsync()
    {
        IsFrozen = true;
        await ExecuteAsync($"CREATE SCHEMA {_clock}");
        await ExecuteAsync($"CREATE TABLE {_clock}.clock AS SELECT pg_catalog.now() AS instant");
        await ExecuteAsync($"CREATE FUNCTION {_clock}.now() RETURNS timestamptz LANGUAGE sql STABLE AS 'SELECT instant FROM {_clock.Replace("'", "''", StringComparison.Ordinal)}.clock'");
        foreach (var node in Nodes)
        {
            node.Clear();
        }
    }

    public Task EmptyAsync() => ExecuteAsync(
        $"""
        WITH deployments AS (DELETE FROM {_quoted}.deployments), nonces AS (DELETE FROM {_quoted}.nonces),
        sessions AS (DELETE FROM {_quoted}.sessions), registrations AS (DELETE FROM {_quoted}.registration_sessions)
        DELETE FROM {_quoted}.clients
        """);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.DisposeAsync();
        }

        await _administration.DisposeAsync();
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

    private NpgsqlDataSource Node(string connectionString) => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString)
    {
        SearchPath = $"{_clock},pg_catalog",
        MaxPoolSize = 10,
        MaxAutoPrepare = 32,
        AutoPrepareMinUsages = 1,
    });

    private async Task ExecuteAsync(string sql, params long[] parameters)
    {
        await using var command = _administration.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = parameter });
        }

        await command.ExecuteNonQueryAsync();
    }
}
