using Lti.Storage.Caching;
using Lti.Storage.Conformance;

[assembly: AssemblyFixture(typeof(Lti.Storage.Sqlite.Tests.CachedSqliteFixture))]

namespace Lti.Storage.Sqlite.Tests;

/// <summary>The first node has a cache that hears of the second node's changes.</summary>
public sealed class CachedSqliteFixture : SqliteFixture
{
    public override int ModelSequences => 50;

    public override int ConcurrentHistories => 50;

    public override ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options)
        => SqliteEnvironment.CreateAsync(options, around: static (storage, clock) => storage.WithCaching(timeProvider: clock));
}
