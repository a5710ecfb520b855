using Lti.Storage.Benchmarks.PostgreSql;

namespace Lti.Storage.Benchmarks.Tests;

public sealed class ProviderContenderTests(DatabaseFixture fixture) : ContenderTests(fixture)
{
    internal override IContender Open(string connectionString) => new ProviderContender(connectionString);
}
