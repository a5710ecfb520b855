using Lti.Storage.PostgreSql.Tests.Server;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Locks tables against all reads and writes until disposal. Rows that were locked first stay locked for longer.</summary>
internal sealed class LockedTables : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private LockedTables(NpgsqlConnection connection, NpgsqlTransaction transaction) => (_connection, _transaction) = (connection, transaction);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <param name="database">The database.</param>
    /// <param name="rows">The statement to run first. Its row locks last until the commit or disposal.</param>
    /// <param name="tables">The tables to lock.</param>
    public static async Task<LockedTables> LockAsync(TestDatabase database, string? rows = null, string tables = "clients, deployments, nonces, sessions")
    {
        var connection = await database.ConnectAsync();
        var transaction = await connection.BeginTransactionAsync(Token);
        await using var command = new NpgsqlCommand(
            $"{rows ?? "SELECT"}; SAVEPOINT tables; LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE", connection, transaction);
        await command.ExecuteNonQueryAsync(Token);
        return new LockedTables(connection, transaction);
    }

    /// <summary>Releases the table locks.</summary>
    public Task UnlockTablesAsync() => _transaction.RollbackAsync("tables", Token);

    /// <summary>Commits the changes to rows and releases their locks.</summary>
    public Task CommitAsync() => _transaction.CommitAsync(Token);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }
}
