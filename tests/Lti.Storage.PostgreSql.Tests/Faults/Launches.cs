namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>What came of a load, and whether the storage still knows what it had acknowledged.</summary>
/// <param name="All">Each nonce with its two launches.</param>
/// <param name="Failures">How many calls failed.</param>
/// <param name="Longest">The longest call.</param>
internal sealed record Launches(IReadOnlyList<Launch> All, long Failures, TimeSpan Longest)
{
    public IReadOnlyList<LtiSession> Accepted { get; } = [.. All.SelectMany(launch => launch.Accepted)];

    /// <summary>
    /// No nonce was accepted twice; what was accepted is used and its session is there; of a launch that was not, nothing is there, or the whole of it
    /// where nobody was told.
    /// </summary>
    public async Task AssertNothingIsLostAsync(ILtiStorage storage)
    {
        Assert.NotEmpty(Accepted);
        foreach (var launch in All)
        {
            Assert.InRange(launch.Accepted.Count, 0, 1);
            var sessions = new[] { await FindAsync(storage, launch.First), await FindAsync(storage, launch.Second) }.OfType<LtiSession>().ToList();
            var again = await storage.ConsumeNonceAsync(launch.Nonce);
            Assert.InRange(sessions.Count, 0, 1);

            if (launch.Accepted.FirstOrDefault() is { } accepted)
            {
                Assert.Equal(accepted, Assert.Single(sessions));
                Assert.Equal(NonceOutcome.AlreadyUsed, again);
            }
            else if (sessions.Count == 1)
            {
                Assert.True(launch.IsInDoubt, "A session is there of a launch that was refused.");
                Assert.Equal(NonceOutcome.AlreadyUsed, again);
            }
            else if (launch.IsStored)
            {
                // An acknowledged nonce that no launch has used is still good for one.
                Assert.Equal(NonceOutcome.Consumed, again);
            }
        }
    }

    private static async Task<LtiSession?> FindAsync(ILtiStorage storage, LtiSession session) => await storage.FindSessionAsync(session.Id);
}
