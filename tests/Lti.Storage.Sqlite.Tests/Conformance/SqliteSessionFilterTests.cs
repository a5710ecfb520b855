using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteSessionFilterTests(SqliteFixture fixture) : SessionFilterConformance(fixture);
