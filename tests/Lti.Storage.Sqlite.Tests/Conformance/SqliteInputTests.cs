using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteInputTests(SqliteFixture fixture) : InputConformance(fixture);
