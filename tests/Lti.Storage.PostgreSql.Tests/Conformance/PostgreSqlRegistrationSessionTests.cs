using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlRegistrationSessionTests(PostgreSqlFixture fixture) : RegistrationSessionConformance(fixture);
