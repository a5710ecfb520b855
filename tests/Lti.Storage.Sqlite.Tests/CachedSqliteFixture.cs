using Lti.Storage.Caching;
using Lti.Storage.Conformance;

[assembly: AssemblyFixture(typeof(Lti.Storage.Sqlite.Tests.CachedSqliteFixture))]

namespace Lti.Storage.Sqlite.Tests;

/// <summary>Gives each node a cache that hears of the other node's changes.</summary>
/// <remarks>Entries live long so that stale ones stay visible.</remarks>
public sealed class CachedSqliteFixture : SqliteFixture
{
    public override int ModelSequences => 50;

    public override int ConcurrentHistories => 50;

    public override ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options)
        => SqliteEnvironment.CreateAsync(
            options,
            static sqlite => sqlite.ChangeInterval = TimeSpan.FromMilliseconds(10),
            static (storage, clock) => storage.WithCaching(
                new CachingOptions
                {
                    LaunchConfigLifetime = TimeSpan.FromHours(24),
                    UnknownLaunchLifetime = TimeSpan.FromMinutes(10),
                    SessionLifetime = TimeSpan.FromHours(24),
                    Jitter = 0,
                },
                timeProvider: clock));
}
