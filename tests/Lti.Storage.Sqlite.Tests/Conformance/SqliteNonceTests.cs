using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteNonceTests(SqliteFixture fixture) : NonceConformance(fixture);
