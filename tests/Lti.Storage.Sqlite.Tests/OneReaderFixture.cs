using Lti.Storage.Conformance;

[assembly: AssemblyFixture(typeof(Lti.Storage.Sqlite.Tests.OneReaderFixture))]

namespace Lti.Storage.Sqlite.Tests;

/// <summary>A pool of one reader: no read needs a second connection (rule E6).</summary>
public sealed class OneReaderFixture : SqliteFixture
{
    public override int ModelSequences => 50;

    public override int ConcurrentHistories => 50;

    public override ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options)
        => SqliteEnvironment.CreateAsync(options, static sqlite => sqlite.MaxReaders = 1);
}
