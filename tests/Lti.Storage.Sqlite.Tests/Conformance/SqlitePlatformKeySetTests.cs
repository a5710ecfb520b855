using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqlitePlatformKeySetTests(SqliteFixture fixture) : PlatformKeySetConformance(fixture);
