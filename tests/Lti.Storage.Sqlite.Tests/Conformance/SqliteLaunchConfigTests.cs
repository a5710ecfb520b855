using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteLaunchConfigTests(SqliteFixture fixture) : LaunchConfigConformance(fixture);
