namespace Lti.Storage.TestRuns;

/// <summary>Measures the memory that a call allocates on its own thread.</summary>
internal static class Allocation
{
    private const int Rounds = 10;
    private const int Calls = 1000;

    /// <summary>Counts the bytes of 1,000 calls in the round that allocates least.</summary>
    /// <remarks>
    /// The runtime allocates on this thread too, for example when it compiles a method again.
    /// Such a round is rare. A call that allocates does so in every round.
    /// </remarks>
    public static long OfThousandCalls(Func<bool> isComplete)
    {
        Assert.True(isComplete(), "The call did not complete synchronously.");
        var least = long.MaxValue;
        for (var round = 0; round < Rounds && least > 0; round++)
        {
            least = Math.Min(least, OfOneRound(isComplete));
        }

        return least;
    }

    private static long OfOneRound(Func<bool> isComplete)
    {
        var complete = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calls; i++)
        {
            complete += isComplete() ? 1 : 0;
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(Calls, complete);
        return allocated;
    }
}
