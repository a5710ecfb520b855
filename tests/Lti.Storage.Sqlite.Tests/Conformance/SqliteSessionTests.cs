using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteSessionTests(SqliteFixture fixture) : SessionConformance(fixture);
