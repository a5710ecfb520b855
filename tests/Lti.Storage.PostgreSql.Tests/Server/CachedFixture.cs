using Lti.Storage.Caching;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>The provider with a cache around it that forgets nothing before its time, so that whatever is stale shows.</summary>
public sealed class CachedFixture : PostgreSqlFixture
{
    protected override Func<ILtiStorage, TimeProvider, ILtiStorage> Around { get; } = static (storage, clock) => storage.WithCaching(
        new CachingOptions
        {
            LaunchConfigLifetime = TimeSpan.FromHours(24),
            UnknownLaunchLifetime = TimeSpan.FromMinutes(10),
            SessionLifetime = TimeSpan.FromHours(24),
            Jitter = 0,
        },
        timeProvider: clock);
}
