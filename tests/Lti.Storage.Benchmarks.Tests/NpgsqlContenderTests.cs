using Lti.Storage.Benchmarks.PostgreSql;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class NpgsqlContenderTests(DatabaseFixture fixture) : ContenderTests(fixture)
{
    internal override IContender Open(string connectionString) => new NpgsqlContender(connectionString);
}
