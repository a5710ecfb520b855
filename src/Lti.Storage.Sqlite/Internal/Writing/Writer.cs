using Lti.Storage.Sqlite.Internal.Changes;
using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.Sqlite.Internal.Writing;

/// <summary>Writes on one thread. Calls that wait together share a transaction and its commit.</summary>
/// <remarks>
/// A call looks before it writes, so that a refusal leaves nothing behind. If one fails in another way, the whole group is rolled back and
/// each of its calls runs alone.
/// </remarks>
internal sealed class Writer : IAsyncDisposable
{
    /// <summary>The most calls in a transaction.</summary>
    public const int GroupSize = 64;

    private const int FullGroupsBetweenPauses = 16;

    // Twice as long as a waiting process lets pass between two looks at the lock.
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(2);

    private readonly WriteQueue _queue = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly DatabaseFile _file;
    private readonly Checkpoints _checkpoints;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _starting = new();
    private Thread? _thread;
    private PreparedConnection? _connection;
    private long _dataVersion;
    private int _fullGroups;

    public Writer(DatabaseFile file, TimeProvider clock, ILogger logger)
    {
        (_file, _clock, _logger) = (file, clock, logger);
        _checkpoints = new Checkpoints(file, logger);
    }

    /// <summary>Runs a write in a transaction and answers after its commit.</summary>
    /// <param name="work">
    /// The work. It looks before it writes, and throws an <see cref="LtiStorageException"/> only before it writes.
    /// </param>
    /// <param name="cancellationToken">Cancels the wait for a transaction.</param>
    public ValueTask<T> RunAsync<T>(Func<WriteTransaction, T> work, CancellationToken cancellationToken)
    {
        var call = new WriteCall<T>(work);
        call.CancelWith(cancellationToken);
        RequireThread();
        return _queue.TryAdd(call)
            ? new ValueTask<T>(call.Answer)
            : ValueTask.FromException<T>(new ObjectDisposedException(nameof(SqliteLtiStorage)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var call in _queue.Close())
        {
            call.Fail(new ObjectDisposedException(nameof(SqliteLtiStorage)));
        }

        if (Volatile.Read(ref _thread) is not null)
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await _ended.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Starts the writer with the first write. If the system has no thread left, the next write tries again.</summary>
    private void RequireThread()
    {
        if (Volatile.Read(ref _thread) is not null)
        {
            return;
        }

        lock (_starting)
        {
            if (_thread is null)
            {
                var thread = new Thread(Work) { IsBackground = true, Name = "Lti.Storage.Sqlite writer" };
                thread.UnsafeStart();
                Volatile.Write(ref _thread, thread);
            }
        }
    }

    private void Work()
    {
        List<WriteCall> group = new(GroupSize);
        while (_queue.Take(group, GroupSize))
        {
            RunGroup(group);
            if (!_checkpoints.Wrote(group.Count, _connection, _stop.Token))
            {
                Disconnect();
            }

            if (group.Count == GroupSize && _file.GivesWay)
            {
                GiveWay();
            }
        }

        _checkpoints.Dispose();
        _connection?.Dispose();
        _ended.SetResult();
    }

    /// <summary>Pauses after a full group, so that another process that waits for the lock gets it.</summary>
    /// <remarks>A process without another one on the file pauses seldom: only so that a new one gets its first turn.</remarks>
    private void GiveWay()
    {
        _fullGroups++;
        if (HasOtherWritten() || _fullGroups % FullGroupsBetweenPauses == 0)
        {
            _stop.Token.WaitHandle.WaitOne(_pause);
        }
    }

    private bool HasOtherWritten()
    {
        try
        {
            var before = _dataVersion;
            _dataVersion = _connection is null ? 0 : ChangeReads.ReadDataVersion(_connection);
            return _dataVersion != before;
        }
        catch (SqliteException)
        {
            // The next group meets the same error and answers its callers with it.
            return false;
        }
    }

    private void RunGroup(List<WriteCall> group)
    {
        var error = Try(group, out var canRunAlone);
        if (error is null)
        {
            group.ForEach(static call => call.Complete());
        }
        else if (group.Count == 1 || !canRunAlone)
        {
            group.ForEach(call => call.Fail(error));
        }
        else
        {
            foreach (var call in group)
            {
                RunGroup([call]);
            }
        }
    }

    /// <summary>Runs calls in one transaction. Returns the error if it failed.</summary>
    /// <remarks>A failed transaction leaves nothing behind, unless its error says that the outcome is unknown.</remarks>
    /// <param name="calls">The calls.</param>
    /// <param name="canRunAlone">Whether another transaction may help: the lock was held, and the failed one was rolled back.</param>
    private Exception? Try(List<WriteCall> calls, out bool canRunAlone)
    {
        canRunAlone = false;
        var outcome = LtiWorkOutcome.NotApplied;
        try
        {
            var connection = Connect();
            LockWait.Begin(connection, _file.LockTimeout, _stop.Token);

            // The clock is read while the lock is held, so that outcomes agree with the order of the calls.
            var transaction = new WriteTransaction(connection, _clock.GetUtcNow());
            canRunAlone = true;
            foreach (var call in calls)
            {
                call.Run(transaction);
            }

            outcome = LtiWorkOutcome.Unknown;
            connection.Execute("COMMIT");
            return null;
        }
        catch (SqliteException e)
        {
            Disconnect();
            outcome = Failure.ProvesRollback(e) ? LtiWorkOutcome.NotApplied : outcome;
            canRunAlone &= outcome == LtiWorkOutcome.NotApplied;
            return Failure.ToException(e, _file.Path, outcome);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return new ObjectDisposedException(nameof(SqliteLtiStorage));
        }
#pragma warning disable CA1031 // Whatever it is, it is the callers' answer.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Disconnect();
            canRunAlone &= outcome == LtiWorkOutcome.NotApplied;
            return Failure.ToException(e, _file.Path, outcome);
        }
    }

    private PreparedConnection Connect()
    {
        if (_connection is not null && FileControl.HasMoved(_connection.Handle))
        {
            _logger.FileMoved(_file.Path);
            Disconnect();
        }

        return _connection ??= _file.OpenWriter();
    }

    /// <summary>Closes the connection, which rolls its transaction back. The next call opens another one.</summary>
    private void Disconnect()
    {
        _checkpoints.Disconnect();
        _connection?.Dispose();
        _connection = null;
    }
}
