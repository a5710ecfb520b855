using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteDeploymentTests(SqliteFixture fixture) : DeploymentConformance(fixture);
