using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlIsolationTests(PostgreSqlFixture fixture) : IsolationConformance(fixture);
