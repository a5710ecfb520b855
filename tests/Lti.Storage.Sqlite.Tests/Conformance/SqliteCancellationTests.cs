using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteCancellationTests(SqliteFixture fixture) : CancellationConformance(fixture);
