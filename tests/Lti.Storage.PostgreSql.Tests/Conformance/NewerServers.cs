using Lti.Storage.Conformance.Suite;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

/// <summary>The suite's examples of what expires, on PostgreSQL 17 or later.</summary>
public static class NewerServers
{
    public sealed class SessionTests(NewerServerFixture fixture) : SessionConformance(fixture);

    public sealed class RegistrationSessionTests(NewerServerFixture fixture) : RegistrationSessionConformance(fixture);
}
