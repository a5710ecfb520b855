using System.Collections.Concurrent;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Collects the launches of callers and checks that the storage still has each acknowledged one.</summary>
internal sealed class Launches
{
    private readonly ConcurrentQueue<Launch> _all = new();

    /// <summary>Gets how many launches were accepted.</summary>
    public int Accepted => _all.Count(launch => launch.IsAccepted);

    /// <summary>Makes one launch. It is the turn of a caller.</summary>
    public async Task LaunchAsync(Caller caller, ILtiStorage storage) => _all.Enqueue(await Launch.MakeAsync(caller, storage));

    /// <summary>Finds the accepted launches that lack a session or the use of their nonce.</summary>
    public async Task<IReadOnlyList<Launch>> FindLostAsync(ILtiStorage storage)
        => [.. (await RemainsAsync(storage)).Where(of => of.Launch.IsLost(of.Remains)).Select(of => of.Launch)];

    /// <summary>Checks that no acknowledged write is lost or doubled and no refused or not applied write is stored.</summary>
    /// <param name="storage">The storage to read.</param>
    /// <param name="isOnSuccessor">Whether it is on a server that was promoted while its primary still ran.</param>
    public async Task AssertNothingIsLostAsync(ILtiStorage storage, bool isOnSuccessor = false)
    {
        Assert.NotEqual(0, Accepted);
        var contradictions = (await RemainsAsync(storage)).SelectMany(of => of.Launch.Contradictions(of.Remains, isOnSuccessor)).ToList();
        Assert.True(contradictions.Count == 0, string.Join('\n', contradictions));
    }

    private async Task<IReadOnlyCollection<(Launch Launch, LaunchRemains Remains)>> RemainsAsync(ILtiStorage storage)
    {
        // A stopped server leaves thousands of launches, so read them concurrently in batches.
        var together = new ParallelOptions { MaxDegreeOfParallelism = 64 };
        var remains = new ConcurrentQueue<(Launch, LaunchRemains)>();
        await Parallel.ForEachAsync(_all, together, async (launch, _) => remains.Enqueue((launch, await LaunchRemains.FindAsync(storage, launch))));
        return remains;
    }
}
