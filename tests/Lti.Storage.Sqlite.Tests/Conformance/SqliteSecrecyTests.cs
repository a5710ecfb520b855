using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteSecrecyTests(SqliteFixture fixture) : SecrecyConformance(fixture);
