using Lti.Storage.Caching;
using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Secrecy;
using Lti.Storage.Telemetry;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql.Tests.Server;

/// <summary>Runs the provider with a cache that keeps entries for their whole lifetime, and with telemetry.</summary>
/// <remarks>
/// Stale entries thus stay visible. All logs, traces and metrics are searched for the suite's secrets (rule E8), and a test that leaks
/// one fails.
/// </remarks>
public sealed class ObservedFixture : PostgreSqlFixture
{
    /// <summary>Occurs only in the connection strings of nodes.</summary>
    private const string ConnectionCanary = "Search Path=";

    private readonly Lazy<Capture> _capture = new(() => new Capture(ConformanceFixture.Canary, ConnectionCanary));

    /// <summary>Gets the capture.</summary>
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
