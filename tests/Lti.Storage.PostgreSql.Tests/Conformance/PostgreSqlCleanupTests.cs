using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlCleanupTests(PostgreSqlFixture fixture) : CleanupConformance(fixture);
