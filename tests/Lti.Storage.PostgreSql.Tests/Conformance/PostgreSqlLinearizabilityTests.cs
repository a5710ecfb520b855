using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlLinearizabilityTests(PostgreSqlFixture fixture) : LinearizabilityConformance(fixture);
