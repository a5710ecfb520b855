using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteAccessTokenTests(SqliteFixture fixture) : AccessTokenConformance(fixture);
