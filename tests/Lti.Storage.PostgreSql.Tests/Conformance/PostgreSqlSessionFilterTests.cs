using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlSessionFilterTests(PostgreSqlFixture fixture) : SessionFilterConformance(fixture);
