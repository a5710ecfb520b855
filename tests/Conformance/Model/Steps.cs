using CsCheck;

namespace Lti.Storage.Conformance.Model;

internal static class Steps
{
    /// <summary>All operations of the contract, and passing time.</summary>
    public static Gen<Step> Sequential { get; } = Gen.Frequency(
        (6, ClientSteps.All),
        (5, DeploymentSteps.All),
        (3, LaunchConfigSteps.All),
        (6, NonceSteps.All),
        (6, SessionSteps.All),
        (3, RegistrationSteps.All),
        (2, Gen.OneOf(ClientSteps.Listing, DeploymentSteps.Listing, SessionSteps.ByFilter)),
        (3, TimeSteps.Passing),
        (1, TimeSteps.Cleanup));

    /// <summary>The operations that happen at one moment. Each history is about one kind of thing, so that its few steps meet.</summary>
    public static IReadOnlyList<Gen<Step>> Concurrent { get; } =
    [
        Gen.OneOf(ClientSteps.All, DeploymentSteps.All, LaunchConfigSteps.All),
        Gen.OneOf(ClientSteps.All, LaunchConfigSteps.All),
        Gen.Frequency((5, NonceSteps.All), (1, TimeSteps.Sweep)),
        Gen.Frequency((3, NonceSteps.All), (5, SessionSteps.All), (1, TimeSteps.Sweep)),
        Gen.Frequency((5, RegistrationSteps.All), (1, TimeSteps.Sweep)),
    ];
}
