using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlCancellationTests(PostgreSqlFixture fixture) : CancellationConformance(fixture);
