using Lti.Storage.PostgreSql.Internal.Connections;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Holds a migrated schema, pools for two nodes on it and a clock that can be stopped.</summary>
internal sealed class TestSchema : IAsyncDisposable
{
    private readonly NpgsqlDataSource _administration;
    private readonly string _quoted;
    private readonly string _clock;

    /// <param name="administration">The database's connection string for the test itself.</param>
    /// <param name="node">The connection string of a node.</param>
    /// <param name="name">The name of the schema.</param>
    /// <param name="log">The log of the nodes' connections, or null for none.</param>
    public TestSchema(string administration, NpgsqlConnectionStringBuilder node, string name, ILoggerFactory? log = null)
    {
        Name = name;
        _quoted = Quote(name);
        _clock = ClockOf(name);
        _administration = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(administration) { MaxPoolSize = 2, Timeout = 300, CommandTimeout = 300 });
        Nodes = [DataSources.Create(node, log).DataSource, DataSources.Create(node, log).DataSource];
    }

    public string Name { get; }

    public IReadOnlyList<NpgsqlDataSource> Nodes { get; }

    /// <summary>Gets whether the clock is stopped. Such a schema is not used again.</summary>
    public bool IsFrozen { get; private set; }

    /// <summary>
    /// Returns a search path with a schema that is created when the clock stops. Its <c>now()</c> hides PostgreSQL's own.
    /// </summary>
    public static string SearchPath(string schema) => $"{ClockOf(schema)},pg_catalog";

    public async Task MigrateAsync()
    {
        await using var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { DataSource = _administration, Schema = Name });
        await storage.Schema.MigrateAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Moves stored times back, or advances the clock when it is stopped.</summary>
    public Task PassAsync(TimeSpan time) => IsFrozen
        ? ExecuteAsync($"UPDATE {_clock}.clock SET instant = instant + $1 * interval '1 microsecond'", Microseconds(time))
        : ExecuteAsync(
            $"""
            WITH nonces AS (UPDATE {_quoted}.nonces SET expires_at = expires_at - $1 * interval '1 microsecond'),
            sessions AS (UPDATE {_quoted}.sessions SET expires_at = expires_at - $1 * interval '1 microsecond'),
            tool_keys AS (
                UPDATE {_quoted}.tool_keys
                SET added_at = added_at - $1 * interval '1 microsecond', starts_at = starts_at - $1 * interval '1 microsecond'),
            access_tokens AS (
                UPDATE {_quoted}.access_tokens
                SET
                    expires_at = expires_at - $1 * interval '1 microsecond',
                    leased_until = leased_until - $1 * interval '1 microsecond',
                    retry_at = retry_at - $1 * interval '1 microsecond',
                    stored_at = stored_at - $1 * interval '1 microsecond',
                    token_until = token_until - $1 * interval '1 microsecond'),
            platform_key_sets AS (
                UPDATE {_quoted}.platform_key_sets
                SET
                    expires_at = expires_at - $1 * interval '1 microsecond',
                    leased_until = leased_until - $1 * interval '1 microsecond',
                    retry_at = retry_at - $1 * interval '1 microsecond',
                    fetched_at = fetched_at - $1 * interval '1 microsecond',
                    fresh_until = fresh_until - $1 * interval '1 microsecond',
                    usable_until = usable_until - $1 * interval '1 microsecond')
            UPDATE {_quoted}.registration_sessions SET expires_at = expires_at - $1 * interval '1 microsecond'
            """,
            Microseconds(time));

    public async Task FreezeAsync()
    {
        IsFrozen = true;
        await ExecuteAsync($"CREATE SCHEMA {_clock}");
        await ExecuteAsync($"CREATE TABLE {_clock}.clock AS SELECT pg_catalog.now() AS instant");
        await ExecuteAsync($"CREATE FUNCTION {_clock}.now() RETURNS timestamptz LANGUAGE sql STABLE AS $$ SELECT instant FROM {_clock}.clock $$");

        // Prepared statements use the old now(), so their connections are closed.
        foreach (var node in Nodes)
        {
            node.Clear();
        }
    }

    /// <summary>Locks the tables that launches write to.</summary>
    public async Task<HeldTables> HoldWritesAsync()
        => await HeldTables.LockAsync(_administration, $"{_quoted}.nonces, {_quoted}.sessions, {_quoted}.registration_sessions");

    public Task EmptyAsync() => ExecuteAsync(
        $"""
        WITH deployments AS (DELETE FROM {_quoted}.deployments), nonces AS (DELETE FROM {_quoted}.nonces),
        sessions AS (DELETE FROM {_quoted}.sessions), registrations AS (DELETE FROM {_quoted}.registration_sessions),
        tool_keys AS (DELETE FROM {_quoted}.tool_keys), key_sets AS (DELETE FROM {_quoted}.platform_key_sets)
        DELETE FROM {_quoted}.clients
        """);

    public async ValueTask DisposeAsync()
    {
        foreach (var source in Nodes.Append(_administration))
        {
            await source.DisposeAsync();
        }
    }

    private static string ClockOf(string schema) => Quote($"{schema} clock");

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static long Microseconds(TimeSpan time) => time.Ticks / TimeSpan.TicksPerMicrosecond;

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
