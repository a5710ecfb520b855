using Lti.Storage.Benchmarks.PostgreSql;
using Lti.Storage.Benchmarks.PostgreSql.EfCore;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class EfCoreContenderTests(DatabaseFixture fixture) : ContenderTests(fixture)
{
    internal override IContender Open(string connectionString) => new EfCoreContender(connectionString);
}
