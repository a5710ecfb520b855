using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteClientTests(SqliteFixture fixture) : ClientConformance(fixture);
