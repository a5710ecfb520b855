using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlDeploymentTests(PostgreSqlFixture fixture) : DeploymentConformance(fixture);
