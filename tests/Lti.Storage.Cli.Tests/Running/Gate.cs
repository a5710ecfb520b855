using Npgsql;

namespace Lti.Storage.Cli.Tests.Running;

/// <summary>A lock that a deletion runs into, held by the test until it opens it.</summary>
internal sealed class Gate : IAsyncDisposable
{
    private const int Key = 4711;

    private readonly Database _database;
    private readonly NpgsqlConnection _connection;

    private Gate(Database database, NpgsqlConnection connection) => (_database, _connection) = (database, connection);

    /// <summary>Stops whoever deletes the nonce, right before.</summary>
    public static async Task<Gate> BeforeDeletingAsync(Database database, string nonce)
    {
        await database.ExecuteAsync(
            $$"""
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock({{Key}}); RETURN OLD; END $$;
            CREATE TRIGGER waits BEFORE DELETE ON nonces FOR EACH ROW WHEN (OLD.nonce = '{{nonce}}') EXECUTE FUNCTION wait();
            """);
        var gate = new Gate(database, await database.ConnectAsync());
        await gate.ExecuteAsync($"SELECT pg_advisory_lock({Key})");
        return gate;
    }

    /// <summary>Waits until somebody stands before it.</summary>
    public async Task ReachedAsync() => await Eventually.TrueAsync(
        () => _database.QueryAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"));

    public Task OpenAsync() => ExecuteAsync($"SELECT pg_advisory_unlock({Key})");

    // Closed for good, the connection lets go of the lock.
    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync("SELECT pg_advisory_unlock_all()");
        await _connection.DisposeAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await command.ExecuteNonQueryAsync(CancellationToken.None);
    }
}
