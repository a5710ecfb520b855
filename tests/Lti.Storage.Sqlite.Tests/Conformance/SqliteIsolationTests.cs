using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteIsolationTests(SqliteFixture fixture) : IsolationConformance(fixture);
