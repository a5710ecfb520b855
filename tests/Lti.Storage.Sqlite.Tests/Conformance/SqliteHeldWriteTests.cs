using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteHeldWriteTests(SqliteFixture fixture) : HeldWriteConformance(fixture);
