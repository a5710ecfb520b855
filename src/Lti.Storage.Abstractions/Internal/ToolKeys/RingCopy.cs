using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Lti.Storage.Internal.ToolKeys;

/// <summary>Keeps a node's copy of the ring and reads it again when need be. Thread-safe.</summary>
/// <remarks>
/// A view serves until its <see cref="RingView.ValidUntil"/>, unless a change is reported. A young copy is then read again in the
/// background. A caller waits for the read if a change was reported or the copy is old. If the read fails or takes too long, the copy
/// serves.
/// </remarks>
internal sealed class RingCopy(IToolKeyStorage storage, ToolKeyOptions options, ToolKeyMaker maker, TimeProvider time)
{
    private const int MostAttempts = 10;

    private static readonly TimeSpan _retryAfter = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private RingView? _view;
    private Task<RingView>? _loading;
    private long _retryAt = long.MinValue;
    private long _changes;

    /// <summary>Makes the next call read the ring.</summary>
    public void Invalidate() => Interlocked.Increment(ref _changes);

    /// <summary>Finds the view that serves now. Null if the ring must be looked at first.</summary>
    public RingView? FindCurrent()
        => Volatile.Read(ref _view) is { } view && view.Changes == Volatile.Read(ref _changes) && time.GetTimestamp() < view.ValidUntil
            ? view
            : null;

    /// <summary>Gets the view of this moment, and reads the ring before if need be.</summary>
    public async Task<RingView> GetAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var known = Volatile.Read(ref _view);
        if (known is null)
        {
            return await LoadAsync(cancellationToken).ConfigureAwait(false);
        }

        var changes = Volatile.Read(ref _changes);
        var age = time.GetElapsedTime(known.ReadAt);
        var isOld = known.Changes != changes || age >= 2 * options.RefreshEvery;

        if (!isOld && age >= options.RefreshEvery)
        {
            // A young copy serves meanwhile.
            _ = TryStartLoad(out _);
        }

        // The first load may have begun before the change that was reported.
        for (var i = 0; i < 2 && isOld && TryStartLoad(out var loading); i++)
        {
            if (!await EndsInTimeAsync(loading, cancellationToken).ConfigureAwait(false))
            {
                break;
            }

            isOld = Volatile.Read(ref _view)!.Changes < changes;
        }

        return Advance();
    }

    /// <summary>Reads the ring after all earlier changes. Makes a key if none signs.</summary>
    public async Task<RingView> LoadAsync(CancellationToken cancellationToken)
    {
        var changes = Volatile.Read(ref _changes);
        var view = await StartLoad().WaitAsync(cancellationToken).ConfigureAwait(false);
        return view.Changes >= changes ? view : await StartLoad().WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the keys and does not keep them.</summary>
    public async Task<ToolKeyTimeline> ReadAsync(CancellationToken cancellationToken)
        => new(await storage.ListToolKeysAsync(cancellationToken).ConfigureAwait(false), options.RetireFor);

    /// <summary>Waits for a load. False if it failed or takes too long, after which no caller waits for a while.</summary>
    private async Task<bool> EndsInTimeAsync(Task<RingView> loading, CancellationToken cancellationToken)
    {
        try
        {
            await loading.WaitAsync(_retryAfter, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is LtiStorageException or TimeoutException)
        {
            lock (_gate)
            {
                _retryAt = After(time.GetTimestamp(), _retryAfter);
            }

            return false;
        }
    }

    /// <summary>Takes the copy to the present. Keys start and end by their times without the storage.</summary>
    private RingView Advance()
    {
        lock (_gate)
        {
            var view = _view!;
            var now = time.GetTimestamp();
            return now < view.ValidUntil
                ? view
                : _view = CreateView(view.Timeline, view.ReadAt, view.Changes, lookAgainAt: After(now, _retryAfter));
        }
    }

    /// <summary>Starts a load or joins the running one, unless one has just failed.</summary>
    private bool TryStartLoad([NotNullWhen(true)] out Task<RingView>? loading)
    {
        lock (_gate)
        {
            loading = time.GetTimestamp() < _retryAt ? null : StartLoad();
            return loading is not null;
        }
    }

    private Task<RingView> StartLoad()
    {
        lock (_gate)
        {
            if (_loading is null)
            {
                // The load serves many callers, so it must not keep the trace and the ambient values of one.
                using (ExecutionContext.SuppressFlow())
                {
                    _loading = Task.Run(ReadOrMakeAsync);
                }

                // A load in the background has no caller that sees its error.
                _ = _loading.ContinueWith(
                    static ended => ended.Exception,
                    CancellationToken.None,
                    TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
            }

            return _loading;
        }
    }

    private async Task<RingView> ReadOrMakeAsync()
    {
        try
        {
            for (var i = 0; i < MostAttempts; i++)
            {
                var changes = Volatile.Read(ref _changes);
                var readAt = time.GetTimestamp();
                var timeline = await ReadAsync(CancellationToken.None).ConfigureAwait(false);
                if (timeline.FindActive(TimeSpan.Zero) is not null)
                {
                    return Publish(timeline, readAt, changes);
                }

                await storage.AddNextToolKeyAsync(maker.Make(), after: null, options.AnnounceFor, options.RotateEvery)
                    .ConfigureAwait(false);
            }

            throw new LtiStorageException("The storage did not keep the tool key that was added. Check its implementation.");
        }
        catch (LtiStorageException)
        {
            lock (_gate)
            {
                _retryAt = After(time.GetTimestamp(), _retryAfter);
            }

            throw;
        }
        finally
        {
            lock (_gate)
            {
                _loading = null;
            }
        }
    }

    private RingView Publish(ToolKeyTimeline timeline, long readAt, long changes)
    {
        lock (_gate)
        {
            _retryAt = long.MinValue;
            return _view = CreateView(timeline, readAt, changes, After(readAt, options.RefreshEvery));
        }
    }

    private RingView CreateView(ToolKeyTimeline timeline, long readAt, long changes, long lookAgainAt)
    {
        var moment = time.GetElapsedTime(readAt);
        var (signing, unreadable) = OpenSigningKey(timeline, moment);
        return new RingView(
            timeline,
            readAt,
            changes,
            Math.Min(After(readAt, timeline.NextChange(moment)), lookAgainAt),
            signing,
            unreadable,
            KeySetWriter.Write(timeline.Published(moment), options.AnnounceFor));
    }

    private (ToolSigningKey? Signing, ExceptionDispatchInfo? Unreadable) OpenSigningKey(ToolKeyTimeline timeline, TimeSpan moment)
    {
        var active = timeline.FindActive(moment)!;
        if (_view is { Signing: { } open } known && known.Timeline.Keys.Any(
            key => key.KeyId == open.KeyId && key.KeyId == active.KeyId && Equals(key.PrivateKey, active.PrivateKey)))
        {
            return (open, null);
        }

        try
        {
            return (maker.Open(active), null);
        }
        catch (LtiSecretException e)
        {
            return (null, ExceptionDispatchInfo.Capture(e));
        }
    }

    private long After(long timestamp, TimeSpan elapsed)
    {
        var ticks = elapsed.TotalSeconds * time.TimestampFrequency;
        return ticks >= long.MaxValue - Math.Abs((double)timestamp) ? long.MaxValue : timestamp + (long)Math.Ceiling(ticks);
    }
}
