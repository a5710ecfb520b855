using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteLaunchCompletionTests(SqliteFixture fixture) : LaunchCompletionConformance(fixture);
