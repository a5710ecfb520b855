using Lti.Storage.Conformance.Suite;

namespace Lti.Storage.Sqlite.Tests.Conformance;

public sealed class SqliteLoginResolutionTests(SqliteFixture fixture) : LoginResolutionConformance(fixture);
