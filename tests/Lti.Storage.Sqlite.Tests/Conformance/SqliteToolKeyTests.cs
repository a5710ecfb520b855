using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteToolKeyTests(SqliteFixture fixture) : ToolKeyConformance(fixture);
