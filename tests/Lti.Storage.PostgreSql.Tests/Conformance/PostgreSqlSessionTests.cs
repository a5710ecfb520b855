using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlSessionTests(PostgreSqlFixture fixture) : SessionConformance(fixture);
