using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteModelTests(SqliteFixture fixture) : ModelConformance(fixture);
