namespace Lti.Storage.Hosting.Internal.Health;

/// <summary>Sends the storage small queries that no cache answers.</summary>
/// <remarks>
/// <para>Concurrent checks share one probe, so that they take at most one connection of the pool.</para>
/// <para>
/// A probe that is older than its timeout is cancelled and replaced by the next check. If the storage ignores the cancellation, each
/// further probe waits twice as long as the one before, but at most a minute or the timeout if that is longer. So few probes hang and a
/// check soon recovers.
/// </para>
/// </remarks>
internal sealed class StorageProbe(ILtiStorage storage, TimeProvider clock)
{
    private static readonly TimeSpan _longestBackOff = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private RunningProbe? _current;
    private int _hung;

    /// <summary>Queries the storage or joins the check that queries it.</summary>
    /// <param name="limit">The timeout of a probe.</param>
    /// <param name="cancellationToken">Cancels the wait but not the probe.</param>
    /// <returns>The answer. Null if the storage did not answer in time.</returns>
    public async Task<ProbeAnswer?> AskAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        var probe = GetOrStart(limit);
        var remaining = limit - clock.GetElapsedTime(probe.Started);
        if (remaining > TimeSpan.Zero)
        {
            Task answered = probe.Answer;
            await answered.WaitAsync(remaining, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }

        return probe.Answer.IsCompleted ? await probe.Answer.ConfigureAwait(false) : null;
    }

    private RunningProbe GetOrStart(TimeSpan limit)
    {
        lock (_gate)
        {
            if (_current is { Answer.IsCompleted: false } running)
            {
                if (clock.GetElapsedTime(running.Started) < BackOff(limit))
                {
                    return running;
                }

                Abandon(running);
            }

            return _current = Start();
        }
    }

    private TimeSpan BackOff(TimeSpan limit)
    {
        var longest = limit > _longestBackOff ? limit : _longestBackOff;
        var backOff = limit * Math.Pow(2, Math.Min(_hung, 20));
        return backOff < longest ? backOff : longest;
    }

    private RunningProbe Start()
    {
        var cancel = new CancellationTokenSource();
        var answer = RunWithoutContext(() => QueryAsync(cancel.Token));

        // The check that started the probe may be gone. Its error must still be observed.
        _ = answer.ContinueWith(
            static (ended, cancel) =>
            {
                _ = ended.Exception;
                ((CancellationTokenSource)cancel!).Dispose();
            },
            cancel,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return new RunningProbe(answer, cancel, clock.GetTimestamp());
    }

    private void Abandon(RunningProbe probe)
    {
        _hung++;
        _ = probe.Answer.ContinueWith(
            _ =>
            {
                lock (_gate)
                {
                    _hung--;
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);

        // On the thread pool: the storage's own callbacks must not run under the lock.
        _ = Task.Run(probe.Cancel, CancellationToken.None);
    }

    /// <summary>Runs work on the thread pool, so that a storage that blocks its caller does not block the check.</summary>
    /// <remarks>Several checks share a probe. It must not see the first caller's trace and async locals.</remarks>
    private static Task<ProbeAnswer> RunWithoutContext(Func<Task<ProbeAnswer>> work)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            return Task.Run(work, CancellationToken.None);
        }

        using (ExecutionContext.SuppressFlow())
        {
            return Task.Run(work, CancellationToken.None);
        }
    }

    private async Task<ProbeAnswer> QueryAsync(CancellationToken cancellationToken)
    {
        var tables = storage.GetService<IStorageSchema>();
        var schema = tables is null ? null : await tables.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        if (schema is { IsUsable: false })
        {
            return new ProbeAnswer(schema, BacklogAge: null);
        }

        await storage.FindRegistrationSessionAsync(Guid.NewGuid(), cancellationToken).ConfigureAwait(false);
        var backlog = storage.GetService<ICleanupBacklog>();
        return new ProbeAnswer(schema, backlog is null ? null : await backlog.GetBacklogAgeAsync(cancellationToken).ConfigureAwait(false));
    }

    private sealed record RunningProbe(Task<ProbeAnswer> Answer, CancellationTokenSource Cancellation, long Started)
    {
        public void Cancel()
        {
            try
            {
                Cancellation.Cancel();
            }
            catch (ObjectDisposedException)
            {
                // The probe ended meanwhile.
            }
        }
    }
}
