namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>
/// Where a caller stands between its look and its act until another one comes: a race that production loses once in a thousand is lost here each
/// time. Where nobody ever comes, callers soon go on at once.
/// </summary>
internal sealed class Meeting
{
    private const int Least = 50;
    private int _arrivals;
    private int _patience = Patience.Most;

    public void Arrive() => Interlocked.Increment(ref _arrivals);

    public async Task WaitAsync()
    {
        var (own, patience) = (Interlocked.Increment(ref _arrivals), Volatile.Read(ref _patience));
        var met = await Patience.UntilAsync(() => Volatile.Read(ref _arrivals) != own, patience);
        Volatile.Write(ref _patience, met ? Math.Min(Patience.Most, 2 * patience) : Math.Max(Least, patience / 2));
    }
}
