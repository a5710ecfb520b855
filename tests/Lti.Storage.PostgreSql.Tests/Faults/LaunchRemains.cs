namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Holds the stored rows of a launch at the end.</summary>
/// <param name="Sessions">Its stored sessions.</param>
/// <param name="Nonce">The outcome of a further consume of the nonce.</param>
internal sealed record LaunchRemains(IReadOnlyList<LtiSession> Sessions, NonceOutcome Nonce)
{
    public static async Task<LaunchRemains> FindAsync(ILtiStorage storage, Launch launch)
    {
        List<LtiSession> sessions = [];
        foreach (var completion in launch.Completions)
        {
            if (await storage.FindSessionAsync(completion.Session.Id) is { } session)
            {
                sessions.Add(session);
            }
        }

        return new(sessions, await storage.ConsumeNonceAsync(launch.Nonce));
    }

    public override string ToString() => $"{Sessions.Count} sessions and a nonce that is {Nonce}";
}
