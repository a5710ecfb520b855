using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlInputTests(PostgreSqlFixture fixture) : InputConformance(fixture);
