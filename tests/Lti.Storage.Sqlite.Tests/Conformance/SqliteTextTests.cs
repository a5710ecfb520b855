using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteTextTests(SqliteFixture fixture) : TextConformance(fixture);
