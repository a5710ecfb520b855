namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>What the storage has of a launch in the end.</summary>
/// <param name="Sessions">Those that are there.</param>
/// <param name="Nonce">What one who consumes the nonce once more is told.</param>
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
