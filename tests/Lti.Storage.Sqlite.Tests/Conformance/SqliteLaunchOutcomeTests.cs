using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteLaunchOutcomeTests(SqliteFixture fixture) : LaunchOutcomeConformance(fixture);
