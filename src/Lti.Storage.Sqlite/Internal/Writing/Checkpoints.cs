using Lti.Storage.Sqlite.Internal.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.Sqlite.Internal.Writing;

/// <summary>Copies the log into the file from time to time, on a connection of its own beside the writer.</summary>
/// <remarks>The writer goes on meanwhile. Only if the log has grown too long does the writer wait for a copy, so that it starts again.</remarks>
internal sealed class Checkpoints(DatabaseFile file, ILogger logger) : IDisposable
{
    private const int WritesBetween = 250;

    private readonly Lock _gate = new();
    private PreparedConnection? _connection;
    private int _writes;
    private Task _running = Task.CompletedTask;
    private bool _hasFailed;

    /// <summary>Counts committed writes. The writer calls it outside a transaction.</summary>
    public void Wrote(int calls)
    {
        _writes += calls;
        if (_writes < WritesBetween)
        {
            return;
        }

        _writes = 0;
        if (file.HasLongLog)
        {
            Run();
        }
        else if (_running.IsCompleted)
        {
            _running = Task.Run(Run);
        }
    }

    /// <summary>Closes the connection. The next checkpoint opens another one.</summary>
    public void Disconnect()
    {
        lock (_gate)
        {
            _connection?.Dispose();
            _connection = null;
        }
    }

    public void Dispose() => Disconnect();

    /// <summary>Copies the part of the log that no reader needs. It waits for no other process.</summary>
    private void Run()
    {
        lock (_gate)
        {
            try
            {
                _connection ??= file.OpenCheckpointer();
                _connection.Run("PRAGMA wal_checkpoint(PASSIVE)");
                _hasFailed = false;
            }
            catch (Exception e) when (e is SqliteException or LtiStorageException)
            {
                Disconnect();
                Tell(e as LtiStorageException ?? Failure.ToException((SqliteException)e, file.Path, LtiWorkOutcome.NotApplied));
            }
        }
    }

    // A full disk would fill the log of the host with it.
    private void Tell(LtiStorageException e)
    {
        if (!_hasFailed)
        {
            _hasFailed = true;
            logger.CheckpointFailed(file.Path, e.Message);
        }
    }
}
