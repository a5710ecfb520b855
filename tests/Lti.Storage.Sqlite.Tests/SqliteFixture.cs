using Lti.Storage.Conformance;

[assembly: AssemblyFixture(typeof(Lti.Storage.Sqlite.Tests.SqliteFixture))]

namespace Lti.Storage.Sqlite.Tests;

/// <summary>The provider as it is.</summary>
public class SqliteFixture : ConformanceFixture
{
    public override ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options) => SqliteEnvironment.CreateAsync(options);
}
