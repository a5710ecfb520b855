using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Benchmarks.Tests;

/// <summary>The conformance tests of the operations that the floor on SQLite implements.</summary>
public static class SqliteConformance
{
    public sealed class ClientTests(SqliteFixture fixture) : ClientConformance(fixture), IClassFixture<SqliteFixture>;

    public sealed class LaunchCompletionTests(SqliteFixture fixture) : LaunchCompletionConformance(fixture), IClassFixture<SqliteFixture>;

    public sealed class LaunchConfigTests(SqliteFixture fixture) : LaunchConfigConformance(fixture), IClassFixture<SqliteFixture>;

    public sealed class LaunchOutcomeTests(SqliteFixture fixture) : LaunchOutcomeConformance(fixture), IClassFixture<SqliteFixture>;

    public sealed class LifetimeTests(SqliteFixture fixture) : LifetimeConformance(fixture), IClassFixture<SqliteFixture>;

    public sealed class LinearizabilityTests(SqliteFixture fixture) : LinearizabilityConformance(fixture), IClassFixture<SqliteFixture>;

    public sealed class ModelTests(SqliteFixture fixture) : ModelConformance(fixture), IClassFixture<SqliteFixture>;

    public sealed class NonceTests(SqliteFixture fixture) : NonceConformance(fixture), IClassFixture<SqliteFixture>;

    public sealed class SessionTests(SqliteFixture fixture) : SessionConformance(fixture), IClassFixture<SqliteFixture>;
}
