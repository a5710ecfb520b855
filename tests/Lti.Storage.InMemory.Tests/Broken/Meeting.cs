namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>
/// Where a caller stands between its look and its act until another one comes, or until it has let the others go first so often that nobody seems
/// to. A race that production loses once in a thousand is lost here each time, without waiting for time.
/// </summary>
internal sealed class Meeting
{
    private const int Patience = 100;
    private int _arrivals;

    public void Arrive() => Interlocked.Increment(ref _arrivals);

    public async Task WaitAsync()
    {
        var own = Interlocked.Increment(ref _arrivals);
        for (var i = 0; i < Patience && Volatile.Read(ref _arrivals) == own; i++)
        {
            await Task.Yield();
        }
    }
}
