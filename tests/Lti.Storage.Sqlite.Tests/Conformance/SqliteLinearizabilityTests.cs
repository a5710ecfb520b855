using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteLinearizabilityTests(SqliteFixture fixture) : LinearizabilityConformance(fixture);
