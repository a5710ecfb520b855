using Lti.Storage.Conformance;
using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Locks tables, so that the server holds each statement that writes to them.</summary>
internal sealed class HeldTables : HeldWrites
{
    private readonly NpgsqlDataSource _source;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private HeldTables(NpgsqlDataSource source, NpgsqlConnection connection, NpgsqlTransaction transaction)
        => (_source, _connection, _transaction) = (source, connection, transaction);

    public override bool AreSent => true;

    public static async Task<HeldTables> LockAsync(NpgsqlDataSource source, string tables)
    {
        var connection = await source.OpenConnectionAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand($"LOCK TABLE {tables} IN EXCLUSIVE MODE", connection, transaction);
        await command.ExecuteNonQueryAsync();
        return new HeldTables(source, connection, transaction);
    }

    public override async ValueTask WaitAsync(CancellationToken cancellationToken)
        => await Eventually.TrueAsync(IsWriteBlockedAsync, cancellationToken);

    public override async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private async Task<bool> IsWriteBlockedAsync()
    {
        await using var command = _source.CreateCommand("""
            SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND $1 = ANY(pg_blocking_pids(pid)))
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = _connection.ProcessID });
        return (bool)(await command.ExecuteScalarAsync())!;
    }
}
