using Lti.Storage.Caching;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Secrecy;
using Lti.Storage.Telemetry;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>
/// The provider with a cache around it that forgets nothing before its time, so that whatever is stale shows, and telemetry around that. All that is
/// logged, traced and measured meanwhile is searched for the suite's secrets (rule E8): a test during which one is found fails.
/// </summary>
public sealed class ObservedFixture : PostgreSqlFixture
{
    /// <summary>Only in the connection strings of nodes.</summary>
    private const string ConnectionCanary = "Search Path=";

    private readonly Lazy<Capture> _capture = new(() => new Capture(ConformanceFixture.Canary, ConnectionCanary));

    /// <summary>What was captured so far.</summary>
    internal Capture Capture => _capture.Value;

    protected override Func<ILtiStorage, TimeProvider, ILtiStorage> Around => (storage, clock) => new NotingStorage(
        storage
            .WithCaching(
                new CachingOptions
                {
                    LaunchConfigLifetime = TimeSpan.FromHours(24),
                    UnknownLaunchLifetime = TimeSpan.FromMinutes(10),
                    SessionLifetime = TimeSpan.FromHours(24),
                    Jitter = 0,
                },
                timeProvider: clock)
            .WithTelemetry(timeProvider: clock),
        Capture);

    protected override ILoggerFactory Log => Capture.Log;

    public override async ValueTask<StorageEnvironment> CreateAsync(LtiStorageOptions options)
        => new SearchedEnvironment(await base.CreateAsync(options), Capture);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_capture.IsValueCreated)
        {
            _capture.Value.Dispose();
        }
    }
}
