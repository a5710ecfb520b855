namespace Lti.Storage.Benchmarks;

/// <summary>A caller of a slice.</summary>
/// <remarks>It reads the clock once per call, because a read may take as long as a call in memory.</remarks>
internal sealed class Caller(Slice slice, int first, Task gate) : IDisposable
{
    private const int CallsBetweenYields = 64;

    // A web server's calls carry a token that can be cancelled. That has a cost although cancellation is rare.
    private readonly CancellationTokenSource _request = new();

    private int _call = first - slice.Callers;
    private long _since;

    /// <summary>Completes when the measurement starts.</summary>
    public Task Gate { get; } = gate;

    /// <summary>The token of the calls. It can be cancelled but never is.</summary>
    public CancellationToken Token => _request.Token;

    public int Made { get; private set; }

    /// <summary>Whether the caller should yield. Synchronous answers would otherwise keep the others from running.</summary>
    public bool ShouldYield => Made % CallsBetweenYields == 0;

    public bool TryBegin(out int call)
    {
        call = _call += slice.Callers;
        return call < slice.Calls && !slice.IsOver(_since);
    }

    public void End()
    {
        var now = TimeProvider.System.GetTimestamp();
        slice.Note(_call, now - _since);
        _since = now;
        Made++;
    }

    /// <summary>Starts the time of the next call now, without the wait before it.</summary>
    public void Resume() => _since = TimeProvider.System.GetTimestamp();

    public void Dispose() => _request.Dispose();
}
