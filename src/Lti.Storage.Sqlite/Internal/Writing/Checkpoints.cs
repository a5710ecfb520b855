using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.Sqlite.Internal.Writing;

/// <summary>Copies the log into the file from time to time on another connection than the writer's.</summary>
/// <remarks>The writer goes on meanwhile. It waits for a copy only if the log has grown too long, so that the log starts again.</remarks>
internal sealed class Checkpoints(DatabaseFile file, ILogger logger) : IDisposable
{
    private const int WritesBetween = 250;

    private const int AttemptsWhileNobodyWrites = 20;

    private readonly Lock _gate = new();
    private PreparedConnection? _connection;
    private int _writes;
    private Task _running = Task.CompletedTask;
    private bool _hasFailed;
    private bool _isDisposed;

    /// <summary>Whether the next write has to be followed by a checkpoint, which may wait for a lock.</summary>
    public bool AreDue => _writes >= WritesBetween;

    /// <summary>Counts writes on a thread that makes no checkpoints.</summary>
    public void Count(int calls) => _writes += calls;

    /// <summary>Counts writes and copies the log if it is time. The writer calls it outside a transaction.</summary>
    /// <param name="calls">The number of writes.</param>
    /// <param name="writer">The writer's connection. Null if it is closed.</param>
    /// <param name="stop">Ends the wait for a lock.</param>
    /// <returns>False if the writer's connection can't be used any more.</returns>
    public bool Wrote(int calls, PreparedConnection? writer, CancellationToken stop)
    {
        _writes += calls;
        if (_writes < WritesBetween || writer is null)
        {
            return true;
        }

        _writes = 0;
        if (file.HasLongLog)
        {
            return RunWhileNobodyWrites(writer, stop);
        }

        if (_running.IsCompleted)
        {
            _running = Task.Run(Run);
        }

        return true;
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

    /// <summary>Waits for a running checkpoint and closes the connection. A checkpoint that was not begun does nothing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Disconnect();
        }
    }

    /// <summary>Holds the write lock and copies the whole log. The next write of any process starts it again.</summary>
    private bool RunWhileNobodyWrites(PreparedConnection writer, CancellationToken stop)
    {
        try
        {
            LockWait.Begin(writer, file.LockTimeout, stop);
            for (var attempt = 0; attempt < AttemptsWhileNobodyWrites && !Run(); attempt++)
            {
                // Another process copies just now, or reads a part of the log.
                stop.WaitHandle.WaitOne(1);
            }

            writer.Execute("COMMIT");
            return true;
        }
        catch (Exception e) when (e is SqliteException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Copies the part of the log that no reader needs. It waits for no other connection.</summary>
    /// <returns>True if nothing is left to copy.</returns>
    private bool Run()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return true;
            }

            try
            {
                _connection ??= file.OpenCheckpointer();
                using var row = _connection.Read("PRAGMA wal_checkpoint(PASSIVE)");
                row.Read();
                _hasFailed = false;
                return row.GetInt32(0) == 0 && row.GetInt32(1) == row.GetInt32(2);
            }
            catch (Exception e) when (e is SqliteException or LtiStorageException)
            {
                Disconnect();
                Tell(e as LtiStorageException ?? Failure.ToException((SqliteException)e, file.Path, LtiWorkOutcome.NotApplied));
                return false;
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
