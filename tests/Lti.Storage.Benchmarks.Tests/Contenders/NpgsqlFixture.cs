using Npgsql;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlFixture(DatabaseFixture database) : ContenderFixture(database)
{
    internal override IContender Open(NpgsqlDataSource dataSource, TimeProvider clock) => new NpgsqlContender(dataSource, clock);
}
