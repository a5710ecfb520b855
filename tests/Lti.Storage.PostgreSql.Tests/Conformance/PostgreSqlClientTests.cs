using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlClientTests(PostgreSqlFixture fixture) : ClientConformance(fixture);
