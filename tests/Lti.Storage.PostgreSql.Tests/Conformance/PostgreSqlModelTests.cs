using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlModelTests(PostgreSqlFixture fixture) : ModelConformance(fixture);
