using Npgsql;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class EfCoreFixture(DatabaseFixture database) : ContenderFixture(database)
{
    internal override IContender Open(NpgsqlDataSource dataSource, TimeProvider clock) => new EfCoreContender(dataSource, clock);
}
