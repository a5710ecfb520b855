using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteCompletenessTests(SqliteFixture fixture) : CompletenessConformance(fixture);
