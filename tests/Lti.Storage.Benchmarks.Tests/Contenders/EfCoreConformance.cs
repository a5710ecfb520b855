using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

/// <summary>The conformance tests of the operations that EF Core implements.</summary>
public static class EfCoreConformance
{
    public sealed class LaunchCompletionTests(EfCoreFixture fixture) : LaunchCompletionConformance(fixture), IClassFixture<EfCoreFixture>;

    public sealed class LaunchConfigTests(EfCoreFixture fixture) : LaunchConfigConformance(fixture), IClassFixture<EfCoreFixture>;

    public sealed class LaunchOutcomeTests(EfCoreFixture fixture) : LaunchOutcomeConformance(fixture), IClassFixture<EfCoreFixture>;

    public sealed class LinearizabilityTests(EfCoreFixture fixture) : LinearizabilityConformance(fixture), IClassFixture<EfCoreFixture>;

    public sealed class LoginTests(EfCoreFixture fixture) : LoginConformance(fixture), IClassFixture<EfCoreFixture>;

    public sealed class ModelTests(EfCoreFixture fixture) : ModelConformance(fixture), IClassFixture<EfCoreFixture>;

    public sealed class NonceClaimTests(EfCoreFixture fixture) : NonceClaimConformance(fixture), IClassFixture<EfCoreFixture>;

    public sealed class NonceTests(EfCoreFixture fixture) : NonceConformance(fixture), IClassFixture<EfCoreFixture>;

    public sealed class RegistrationSessionTests(EfCoreFixture fixture) : RegistrationSessionConformance(fixture), IClassFixture<EfCoreFixture>;

    public sealed class SessionTests(EfCoreFixture fixture) : SessionConformance(fixture), IClassFixture<EfCoreFixture>;
}
