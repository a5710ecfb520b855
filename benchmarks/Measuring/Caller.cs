namespace Lti.Storage.Benchmarks;

/// <summary>One of a slice's callers. The clock is read once a call, since reading it may take as long as an answer out of memory.</summary>
internal sealed class Caller(Slice slice, int first, Task gate) : IDisposable
{
    private const int CallsInTurn = 64;

    // A web server's calls can be cancelled, which costs something; hardly any is.
    private readonly CancellationTokenSource _request = new();

    private int _call = first - slice.Callers;
    private long _since;

    /// <summary>Ends when all may begin.</summary>
    public Task Gate { get; } = gate;

    /// <summary>What its calls are given: it is never cancelled, but might be.</summary>
    public CancellationToken Token => _request.Token;

    public int Made { get; private set; }

    /// <summary>Whether it is time to let others run: where answers come at once, callers would otherwise follow each other.</summary>
    public bool IsOthersTurn => Made % CallsInTurn == 0;

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

    /// <summary>What was waited for since the last call is not the next one's time.</summary>
    public void Resume() => _since = TimeProvider.System.GetTimestamp();

    public void Dispose() => _request.Dispose();
}
