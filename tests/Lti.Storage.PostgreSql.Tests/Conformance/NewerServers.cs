using Lti.Storage.Conformance.Suite;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

/// <summary>Runs the suite's classes about expiry on PostgreSQL 17 or later.</summary>
public static class NewerServers
{
    public sealed class SessionTests(NewerServerFixture fixture) : SessionConformance(fixture);

    public sealed class RegistrationSessionTests(NewerServerFixture fixture) : RegistrationSessionConformance(fixture);
}
