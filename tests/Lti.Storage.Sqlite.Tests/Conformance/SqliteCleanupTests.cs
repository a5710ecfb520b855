using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteCleanupTests(SqliteFixture fixture) : CleanupConformance(fixture);
