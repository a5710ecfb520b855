using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlSecrecyTests(PostgreSqlFixture fixture) : SecrecyConformance(fixture);
