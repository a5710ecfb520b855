using Npgsql;

namespace Lti.Storage.Cli.Tests.Running;

/// <summary>A lock that blocks a deletion until the test opens it.</summary>
internal sealed class Gate : IAsyncDisposable
{
    private const int Key = 4711;

    private readonly Database _database;
    private readonly NpgsqlConnection _connection;

    private Gate(Database database, NpgsqlConnection connection) => (_database, _connection) = (database, connection);

    /// <summary>Blocks the deletion of a nonce.</summary>
    public static Task<Gate> BeforeDeletingAsync(Database database, string nonce)
        => BeforeDeletingAsync(database, "nonces", $"OLD.nonce = '{nonce}'");

    /// <summary>Blocks the deletion of rows that match a condition.</summary>
    public static async Task<Gate> BeforeDeletingAsync(Database database, string table, string condition)
    {
        await database.ExecuteAsync(
            $$"""
            CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock({{Key}}); RETURN OLD; END $$;
            CREATE TRIGGER waits BEFORE DELETE ON {{table}} FOR EACH ROW WHEN ({{condition}}) EXECUTE FUNCTION wait();
            """);
        var gate = new Gate(database, await database.ConnectAsync());
        await gate.ExecuteAsync($"SELECT pg_advisory_lock({Key})");
        return gate;
    }

    /// <summary>Waits until a deletion is blocked.</summary>
    public async Task ReachedAsync() => await Eventually.TrueAsync(
        () => _database.QueryAsync<bool>(
            """
            SELECT EXISTS (
                SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = database
                WHERE locktype = 'advisory' AND NOT granted AND datname = current_database())
            """),
        TestContext.Current.CancellationToken);

    public Task OpenAsync() => ExecuteAsync($"SELECT pg_advisory_unlock({Key})");

    // The pool keeps the connection open. So the lock has to be released here.
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
