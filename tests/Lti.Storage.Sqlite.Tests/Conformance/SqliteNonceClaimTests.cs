using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteNonceClaimTests(SqliteFixture fixture) : NonceClaimConformance(fixture);
