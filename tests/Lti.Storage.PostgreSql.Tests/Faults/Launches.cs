using System.Collections.Concurrent;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Launches that callers make, and whether the storage still knows what it had acknowledged.</summary>
internal sealed class Launches
{
    private readonly ConcurrentQueue<Launch> _all = new();

    /// <summary>How many were accepted.</summary>
    public int Accepted => _all.Count(launch => launch.IsAccepted);

    /// <summary>A turn of a caller's.</summary>
    public async Task LaunchAsync(Caller caller, ILtiStorage storage) => _all.Enqueue(await Launch.MakeAsync(caller, storage));

    /// <summary>Those that were accepted and of which something is missing.</summary>
    public async Task<IReadOnlyList<Launch>> FindLostAsync(ILtiStorage storage)
        => [.. (await RemainsAsync(storage)).Where(of => of.Launch.IsLost(of.Remains)).Select(of => of.Launch)];

    /// <summary>Nothing that was acknowledged is lost or doubled, and nothing is there that was refused or not applied.</summary>
    /// <param name="storage">Where to look.</param>
    /// <param name="isOnSuccessor">Whether that is a server that was promoted while its primary was there still.</param>
    public async Task AssertNothingIsLostAsync(ILtiStorage storage, bool isOnSuccessor = false)
    {
        Assert.NotEqual(0, Accepted);
        var contradictions = (await RemainsAsync(storage)).SelectMany(of => of.Launch.Contradictions(of.Remains, isOnSuccessor)).ToList();
        Assert.True(contradictions.Count == 0, string.Join('\n', contradictions));
    }

    private async Task<IReadOnlyCollection<(Launch Launch, LaunchRemains Remains)>> RemainsAsync(ILtiStorage storage)
    {
        // Of a server that was down there are thousands; many at once share statements.
        var together = new ParallelOptions { MaxDegreeOfParallelism = 64 };
        var remains = new ConcurrentQueue<(Launch, LaunchRemains)>();
        await Parallel.ForEachAsync(_all, together, async (launch, _) => remains.Enqueue((launch, await LaunchRemains.FindAsync(storage, launch))));
        return remains;
    }
}
