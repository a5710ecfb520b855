using Lti.Storage.Conformance.Suite;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Conformance;

public sealed class PostgreSqlPlatformKeySetTests(PostgreSqlFixture fixture) : PlatformKeySetConformance(fixture);
