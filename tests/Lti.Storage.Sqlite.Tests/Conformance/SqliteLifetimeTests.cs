using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteLifetimeTests(SqliteFixture fixture) : LifetimeConformance(fixture);
