namespace Lti.Storage.Caching.Tests.Changes;

/// <summary>Every cached find about clients.</summary>
internal static class ClientFinds
{
    public static IReadOnlyList<ClientFind> All { get; } =
    [
        new("launch", nameof(ILtiStorage.FindLaunchAsync), async (storage, key) => await storage.FindLaunchAsync(key)),
        new("client", nameof(ILtiStorage.FindClientAsync),
            async (storage, key) => await storage.FindClientAsync(key.Issuer, key.ClientId)),
        new("clients of the issuer", nameof(ILtiStorage.FindClientsAsync),
            async (storage, key) => TextOf(await storage.FindClientsAsync(key.Issuer))),
        new("clients with the deployment", nameof(ILtiStorage.FindClientsAsync),
            async (storage, key) => TextOf(await storage.FindClientsAsync(key.Issuer, key.DeploymentId))),
    ];

    public static TheoryData<string> Names { get; } = [.. All.Select(find => find.Name)];

    public static ClientFind Of(string name) => All.Single(find => find.Name == name);

    // The text of a record has all of its members.
    private static string TextOf(IReadOnlyList<LtiClient> clients) => string.Join(Environment.NewLine, clients);
}
