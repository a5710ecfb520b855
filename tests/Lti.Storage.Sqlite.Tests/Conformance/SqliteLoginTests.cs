using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteLoginTests(SqliteFixture fixture) : LoginConformance(fixture);
