using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlNonceTests(PostgreSqlFixture fixture) : NonceConformance(fixture);
