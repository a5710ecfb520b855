namespace Lti.Storage.PostgreSql.Internal.Invalidation;

/// <summary>
/// Passes reports on at once, up to a hundred in a quarter of a second. Those that come faster are gathered for a quarter of a second at a time, and then
/// reported: each client and session once, or that everything changed where they are more than a hundred. So every report that is held back is followed
/// by one that covers it, and a lone one is never held back.
/// </summary>
internal sealed class CoalescedReports : IInvalidationListener, IAsyncDisposable
{
    public const int Most = 100;

    private readonly IInvalidationListener _listener;
    private readonly TimeProvider _clock;
    private readonly Action _burst;
    private readonly ITimer _end;
    private readonly Lock _lock = new();
    private readonly HashSet<Change> _gathered = [];
    private bool _gathers;
    private bool _isEverything;
    private int _count;
    private long _since;

    public CoalescedReports(IInvalidationListener listener, TimeProvider clock, Action burst)
    {
        (_listener, _clock, _burst) = (listener, clock, burst);
        _end = clock.CreateTimer(_ => ReportGathered(), state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public static TimeSpan Window { get; } = TimeSpan.FromMilliseconds(250);

    public void ClientChanged(Guid ltiClientId) => Add(new Change(IsSession: false, ltiClientId));

    public void SessionDeleted(Guid sessionId) => Add(new Change(IsSession: true, sessionId));

    public void EverythingChanged() => Add(change: null);

    /// <summary>Reports what is held back.</summary>
    public ValueTask DisposeAsync()
    {
        ReportGathered();
        return _end.DisposeAsync();
    }

    private void Add(Change? change)
    {
        lock (_lock)
        {
            if (!MayPass())
            {
                Gather(change);
                return;
            }
        }

        Report(change);
    }

    private bool MayPass()
    {
        if (_gathers)
        {
            return false;
        }

        var now = _clock.GetTimestamp();
        if (_clock.GetElapsedTime(_since, now) >= Window)
        {
            (_since, _count) = (now, 0);
        }

        if (++_count <= Most)
        {
            return true;
        }

        BeginGathering();
        return false;
    }

    private void BeginGathering()
    {
        (_gathers, _count) = (true, 0);
        _end.Change(Window, Timeout.InfiniteTimeSpan);
    }

    private void Gather(Change? change)
    {
        _count++;
        if (change is { } one && !_isEverything)
        {
            _gathered.Add(one);
        }

        if (change is null || _gathered.Count > Most)
        {
            _isEverything = true;
            _gathered.Clear();
        }
    }

    private void ReportGathered()
    {
        Change?[] reports;
        lock (_lock)
        {
            reports = _isEverything ? [null] : [.. _gathered];
            var goesOn = _count > Most;
            (_isEverything, _gathers, _count, _since) = (false, false, 0, _clock.GetTimestamp());
            _gathered.Clear();
            if (goesOn)
            {
                BeginGathering();
            }
        }

        if (reports.Length > 0)
        {
            _burst();
        }

        Array.ForEach(reports, Report);
    }

    private void Report(Change? change)
    {
        switch (change)
        {
            case null:
                _listener.EverythingChanged();
                break;
            case { IsSession: true, Id: var session }:
                _listener.SessionDeleted(session);
                break;
            case { Id: var client }:
                _listener.ClientChanged(client);
                break;
        }
    }

    private readonly record struct Change(bool IsSession, Guid Id);
}
