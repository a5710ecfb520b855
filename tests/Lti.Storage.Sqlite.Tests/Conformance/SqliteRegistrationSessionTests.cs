using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteRegistrationSessionTests(SqliteFixture fixture) : RegistrationSessionConformance(fixture);
