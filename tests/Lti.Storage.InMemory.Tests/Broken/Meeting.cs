namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Stops a caller between its check and its act until another caller arrives.</summary>
/// <remarks>
/// A race that production loses once in a thousand is lost here each time. If no other caller arrives, callers soon continue.
/// </remarks>
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
