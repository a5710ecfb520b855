using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlNonceClaimTests(PostgreSqlFixture fixture) : NonceClaimConformance(fixture);
