using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Nothing that reads or writes a table ends before this is disposed. Rows that were locked before stay locked beyond that.</summary>
internal sealed class LockedTables : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private LockedTables(NpgsqlConnection connection, NpgsqlTransaction transaction) => (_connection, _transaction) = (connection, transaction);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="database">The database.</param>
    /// <param name="rows">What to lock, or to add, first, for longer.</param>
    /// <param name="tables">The tables.</param>
    public static async Task<LockedTables> LockAsync(TestDatabase database, string? rows = null, string tables = "clients, deployments, nonces, sessions")
    {
        var connection = await database.ConnectAsync();
        var transaction = await connection.BeginTransactionAsync(Token);
        await using var command = new NpgsqlCommand(
            $"{rows ?? "SELECT"}; SAVEPOINT tables; LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE", connection, transaction);
        await command.ExecuteNonQueryAsync(Token);
        return new LockedTables(connection, transaction);
    }

    /// <summary>Lets go of the tables.</summary>
    public Task UnlockTablesAsync() => _transaction.RollbackAsync("tables", Token);

    /// <summary>Keeps what was done to rows, and lets go of them.</summary>
    public Task CommitAsync() => _transaction.CommitAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
