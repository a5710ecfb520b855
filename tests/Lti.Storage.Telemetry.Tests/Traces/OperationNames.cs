using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Telemetry.Tests.Traces;

/// <summary>Spells out the name of each operation: a changed name breaks dashboards and alerts.</summary>
internal static class OperationNames
{
    public static TheoryData<string, string?> All { get; } = new()
    {
        { "ListClients", "clients" },
        { "FindClient", "clients" },
        { "FindClientWithDeployments", null },
        { "FindClients", "clients" },
        { "AddClient", "clients" },
        { "UpdateClient", "clients" },
        { "DeleteClient", "clients" },
        { "ListDeployments", "deployments" },
        { "FindDeployment", "deployments" },
        { "FindDeploymentByPlatformId", "deployments" },
        { "AddDeployment", "deployments" },
        { "EnsureDeployment", "deployments" },
        { "UpdateDeployment", "deployments" },
        { "DeleteDeployment", "deployments" },
        { "FindLaunchConfig", null },
        { "SaveLaunchConfig", null },
        { "StoreNonce", "nonces" },
        { "ConsumeNonce", "nonces" },
        { "ClaimNonce", "nonces" },
        { "AddSession", "sessions" },
        { "FindSession", "sessions" },
        { "RenewSession", "sessions" },
        { "DeleteSession", "sessions" },
        { "ListSessions", "sessions" },
        { "DeleteSessions", "sessions" },
        { "SaveRegistrationSession", "registration_sessions" },
        { "FindRegistrationSession", "registration_sessions" },
        { "ConsumeRegistrationSession", "registration_sessions" },
        { "DeleteRegistrationSession", "registration_sessions" },
        { "CompleteLaunch", null },
        { "Cleanup", null },
    };

    /// <summary>Calls an operation with valid input. The entities that it needs may not exist.</summary>
    public static async Task CallAsync(string operation, ILtiStorage storage)
    {
        var call = Operations.All.Single(known => known.Name == $"{operation}Async").Call;
        if (await Record.ExceptionAsync(() => call(storage, TestContext.Current.CancellationToken)) is { } error)
        {
            Assert.IsType<LtiNotFoundException>(error);
        }
    }
}
