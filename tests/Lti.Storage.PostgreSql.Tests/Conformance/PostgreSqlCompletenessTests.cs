using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlCompletenessTests(PostgreSqlFixture fixture) : CompletenessConformance(fixture);
