using Npgsql;

namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Creates and drops databases of a server.</summary>
internal sealed class Administrator : IAsyncDisposable
{
    // A drop waits for a checkpoint and a creation copies files. On a busy machine each takes minutes, and so may a connection.
    private const int TimeoutInSeconds = 300;

    private readonly NpgsqlDataSource _source;
    private string? _strategy;

    /// <param name="connectionString">The connection string of a user who may create databases.</param>
    /// <param name="isPooled">
    /// Whether connections are reused: a new one costs both sides about 15 ms of processor time. False for a server that a test may stop.
    /// </param>
    public Administrator(string connectionString, bool isPooled)
    {
        ConnectionString = connectionString;
        _source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Patient(connectionString)) { Pooling = isPooled, MaxPoolSize = 8 });
    }

    public string ConnectionString { get; }

    /// <summary>Returns the connection string with timeouts that no busy machine reaches.</summary>
    public static string Patient(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString)
    {
        Timeout = TimeoutInSeconds,
        CommandTimeout = TimeoutInSeconds,
    }.ConnectionString;

    public async Task CreateAsync(string database, string template, CancellationToken cancellationToken)
    {
        await using var connection = await _source.OpenConnectionAsync(cancellationToken);
        if (_strategy is null)
        {
            // A copy of the files needs a checkpoint. Without fsync that is cheaper than the default, a copy through the log.
            await using var show = new NpgsqlCommand("SHOW fsync", connection);
            _strategy = await show.ExecuteScalarAsync(cancellationToken) is "off" ? "file_copy" : "wal_log";
        }

        await using var create = new NpgsqlCommand($"CREATE DATABASE {database} TEMPLATE {template} STRATEGY {_strategy}", connection);
        await create.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
