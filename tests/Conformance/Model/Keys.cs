using CsCheck;

namespace Lti.Storage.Conformance.Model;

/// <summary>Holds the keys of generated steps.</summary>
/// <remarks>Few keys make steps meet often. Many keys make confusion possible.</remarks>
internal sealed record Keys
{
    /// <summary>Many keys. Some differ by case only, and one deployment answers for others.</summary>
    public static Keys Many { get; } = new()
    {
        Issuers = Gen.OneOf("i", "I"),
        ClientIds = Gen.OneOf("c", "C"),
        DeploymentIds = Gen.OneOf("d", "D", LtiDeployment.DefaultDeploymentId),
        Nonces = Gen.OneOf("n", "N", "m"),
        States = Gen.OneOf("s", "S"),
        Sessions = Gen.OneOf("session 1", "session 2", "session 3"),
        Users = Gen.OneOf("u", "U"),
        Registrations = Gen.OneOf("registration 1", "registration 2"),
    };

    public static Keys Few { get; } = new()
    {
        Issuers = Gen.Const("i"),
        ClientIds = Gen.Const("c"),
        DeploymentIds = Gen.OneOf("d", LtiDeployment.DefaultDeploymentId),
        Nonces = Gen.Const("n"),
        States = Gen.Const("s"),
        Sessions = Gen.Const("session 1"),
        Users = Gen.OneOf("u", "U"),
        Registrations = Gen.Const("registration 1"),
    };

    public required Gen<string> Issuers { get; init; }

    public required Gen<string> ClientIds { get; init; }

    public required Gen<string> DeploymentIds { get; init; }

    public required Gen<string> Nonces { get; init; }

    public required Gen<string> States { get; init; }

    public required Gen<string> Sessions { get; init; }

    public required Gen<string> Users { get; init; }

    public required Gen<string> Registrations { get; init; }

    public Gen<string> Clients => Gen.Select(Issuers, ClientIds, ClientSteps.Name);

    /// <summary>Names of deployments, also through another client (rule D4: not reachable).</summary>
    public Gen<string> Deployments => Gen.Select(Clients, DeploymentIds, DeploymentSteps.Name);
}
