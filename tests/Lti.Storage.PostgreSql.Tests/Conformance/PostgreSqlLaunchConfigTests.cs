using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlLaunchConfigTests(PostgreSqlFixture fixture) : LaunchConfigConformance(fixture);
