namespace Lti.Storage.Benchmarks;

/// <summary>Creates launch keys as long as those of a large platform.</summary>
internal static class Keys
{
    public static LtiEndpoints Endpoints { get; } = new()
    {
        AuthorizationUrl = "https://lms.example.edu/a",
        TokenUrl = "https://lms.example.edu/t",
        JwksUrl = "https://lms.example.edu/j",
    };

    public static LaunchKey Launch(int client) => new(
        new string(Payload.Issuer.AsSpan()),
        $"{10_000_000_000_000 + client}",
        new string(Payload.DeploymentId.AsSpan()));
}
