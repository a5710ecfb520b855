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
        { "ResolveLogin", "clients" },
        { "BeginLogin", "nonces" },
        { "FindLogin", "nonces" },
        { "FindLaunch", null },
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

    /// <summary>Returns the calls of an operation with valid input: one for each overload.</summary>
    public static IEnumerable<Operation> CallsOf(string operation) => Operations.All.Where(known => known.Method == $"{operation}Async");

    /// <summary>Calls an operation with valid input. The entities that it needs may not exist.</summary>
    public static async Task CallAsync(Operation operation, ILtiStorage storage)
    {
        if (await Record.ExceptionAsync(() => operation.Call(storage, TestContext.Current.CancellationToken)) is { } error)
        {
            Assert.IsType<LtiNotFoundException>(error);
        }
    }
}
