using Lti.Storage.Sqlite.Internal.Changes;
using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.Sqlite.Internal.Writing;

/// <summary>Runs a lone write on its caller's thread, and waiting writes together on the writer's thread.</summary>
/// <remarks>
/// <para>Writes that wait together share a transaction and its commit.</para>
/// <para>
/// A call looks before it writes, so that a refusal leaves nothing behind. If one fails in another way, the whole group is rolled back and
/// each of its calls runs alone.
/// </para>
/// <para>
/// A caller's thread waits for the disk and never for a lock of another process. At most one thread at a time does so: while it writes,
/// further calls wait without a thread. The writer's thread opens the connection, waits for locks and makes checkpoints.
/// </para>
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

    // These members belong to the thread that has the right to write.
    private readonly List<WriteCall> _lone = new(1);
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
        return !cancellationToken.IsCancellationRequested && TryRunHere(call)
            ? new ValueTask<T>(call.Answer)
            : QueueAsync(call, cancellationToken);
    }

    /// <summary>Runs a batch of a longer run on the writer's thread.</summary>
    /// <remarks>It would otherwise block the caller's thread for the whole run.</remarks>
    /// <inheritdoc cref="RunAsync"/>
    public ValueTask<T> RunBatchAsync<T>(Func<WriteTransaction, T> work, CancellationToken cancellationToken)
        => QueueAsync(new WriteCall<T>(work), cancellationToken);

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

    private ValueTask<T> QueueAsync<T>(WriteCall<T> call, CancellationToken cancellationToken)
    {
        call.CancelWith(cancellationToken);
        RequireThread();
        return _queue.TryAdd(call)
            ? new ValueTask<T>(call.Answer)
            : ValueTask.FromException<T>(new ObjectDisposedException(nameof(SqliteLtiStorage)));
    }

    /// <summary>Runs a call on its caller's thread if no other write runs or waits in this process.</summary>
    /// <returns>False if the call is left to the writer's thread.</returns>
    private bool TryRunHere(WriteCall call)
    {
        if (!_queue.TryEnter())
        {
            return false;
        }

        try
        {
            if (_connection is null || _checkpoints.AreDue || FileControl.HasMoved(_connection.Handle) || !LockWait.TryBegin(_connection))
            {
                return false;
            }

            _lone.Add(call);
            RunGroup(_lone, hasBegun: true);
            _checkpoints.Count(_lone.Count);
            return true;
        }
        finally
        {
            _lone.Clear();
            _queue.Leave();
        }
    }

    /// <summary>Starts the writer with the first write.</summary>
    /// <remarks>If the system has no thread left, the next write tries again.</remarks>
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
        while (_queue.TakeAndEnter(group, GroupSize))
        {
            RunGroup(group, hasBegun: false);
            if (!_checkpoints.Wrote(group.Count, _connection, _stop.Token))
            {
                Disconnect();
            }

            if (group.Count == GroupSize && _file.GivesWay)
            {
                GiveWay();
            }

            _queue.Leave();
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

    private void RunGroup(List<WriteCall> group, bool hasBegun)
    {
        var error = Try(group, hasBegun, out var canRunAlone);
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
                RunGroup([call], hasBegun: false);
            }
        }
    }

    /// <summary>Runs calls in one transaction. Returns the error if it failed.</summary>
    /// <remarks>A failed transaction leaves nothing behind, unless its error says that the outcome is unknown.</remarks>
    /// <param name="calls">The calls.</param>
    /// <param name="hasBegun">Whether the connection already holds the lock.</param>
    /// <param name="canRunAlone">Whether another transaction may help: the lock was held, and the failed one was rolled back.</param>
    private Exception? Try(List<WriteCall> calls, bool hasBegun, out bool canRunAlone)
    {
        canRunAlone = false;
        var outcome = LtiWorkOutcome.NotApplied;
        try
        {
            var connection = hasBegun ? _connection! : Begin();

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

    private PreparedConnection Begin()
    {
        var connection = Connect();
        LockWait.Begin(connection, _file.LockTimeout, _stop.Token);
        return connection;
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
