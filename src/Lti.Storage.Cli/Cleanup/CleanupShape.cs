namespace Lti.Storage.Cli.Cleanup;

/// <summary>The JSON of <c>cleanup</c>.</summary>
internal sealed record CleanupShape(
    long Nonces, long Sessions, long RegistrationSessions, long AccessTokens, long PlatformKeySets, bool Completed)
{
    public static CleanupShape Of(CleanupResult result)
        => new(
            result.Nonces,
            result.Sessions,
            result.RegistrationSessions,
            result.AccessTokens,
            result.PlatformKeySets,
            result.Completed);
}
