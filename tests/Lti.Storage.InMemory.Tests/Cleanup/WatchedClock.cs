namespace Lti.Storage.InMemory.Tests.Cleanup;

/// <summary>A clock that counts its readings and can be moved either way.</summary>
/// <remarks>A cleanup reads it once for each batch.</remarks>
internal sealed class WatchedClock : TimeProvider
{
    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    public int Reads { get; private set; }

    /// <summary>Runs at each reading with the number of readings so far.</summary>
    public Action<int>? OnRead { get; set; }

    public override DateTimeOffset GetUtcNow()
    {
        Reads++;
        OnRead?.Invoke(Reads);
        return _now;
    }

    /// <summary>Moves the clock and sets the count to zero.</summary>
    public void Move(TimeSpan time)
    {
        _now += time;
        Reads = 0;
    }
}
