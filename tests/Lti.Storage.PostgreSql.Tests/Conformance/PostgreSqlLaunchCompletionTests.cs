using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlLaunchCompletionTests(PostgreSqlFixture fixture) : LaunchCompletionConformance(fixture);
