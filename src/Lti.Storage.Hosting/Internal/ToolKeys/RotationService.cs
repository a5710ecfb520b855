using System.Diagnostics.Metrics;
using Lti.Storage.Internal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.Hosting.Internal.ToolKeys;

/// <summary>Rotates tool keys while the host runs, and remembers what the health check reports.</summary>
internal sealed class RotationService : BackgroundService
{
    private static readonly TimeSpan _longestInterval = TimeSpan.FromHours(1);
    private static readonly TimeSpan _firstBackOff = TimeSpan.FromSeconds(30);

    private readonly IToolKeyRing _ring;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _interval;
    private readonly GuardedLogger _logger;
    private readonly RotationMetrics _metrics;
    private int _failures;
    private volatile RotationStatus _status = new(SigningSince: null, LastFailure: null);

    public RotationService(
        IToolKeyRing ring, ToolKeyOptions options, TimeProvider clock, ILogger logger, IMeterFactory? meters, string? storageName)
    {
        (_ring, _clock, _logger) = (ring, clock, new(logger));
        _interval = options.AnnounceFor / 4 < _longestInterval ? options.AnnounceFor / 4 : _longestInterval;
        Overdue = options.RotateEvery + options.AnnounceFor;
        _metrics = new(meters, storageName, () => _clock.GetUtcNow() - Status.SigningSince, options.RotateEvery);
    }

    /// <summary>The result of the last runs. Never waits.</summary>
    public RotationStatus Status => _status;

    /// <summary>The time after which a key should have been followed by the next one.</summary>
    public TimeSpan Overdue { get; }

    public override void Dispose()
    {
        _metrics.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Nodes that start together look at the ring one after another.
        var pause = (_interval < _firstBackOff ? _interval : _firstBackOff) * Random.Shared.NextDouble();
        while (await HasPassedAsync(pause, stoppingToken).ConfigureAwait(false))
        {
            pause = await RunAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits. Returns false if the host stops meanwhile.</summary>
    private async Task<bool> HasPassedAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        await Task.Delay(pause, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stoppingToken.IsCancellationRequested;
    }

    private async Task<TimeSpan> RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (await _ring.RotateIfDueAsync(stoppingToken).ConfigureAwait(false))
            {
                _logger.ToolKeyMade();
                _metrics.Count(HostingMetrics.MadeOutcome);
            }

            var keys = await _ring.ListAsync(stoppingToken).ConfigureAwait(false);
            _status = _status with { SigningSince = keys.FirstOrDefault(static key => key.State == ToolKeyState.Active)?.SignsFrom };
            _failures = 0;
            return _interval;
        }
#pragma warning disable CA1031 // Any exception of a provider is logged: the next run may work.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var pause = _firstBackOff * Math.Pow(2, Math.Min(_failures, 20));
            pause = pause < _interval ? pause : _interval;
            _failures++;
            if (!stoppingToken.IsCancellationRequested)
            {
                _metrics.Count(HostingMetrics.FailedOutcome);
                _status = _status with { LastFailure = _clock.GetUtcNow() };

                // The message of any other exception may contain stored values (rule E8: no secrets in logs).
                _logger.RotationFailed(_failures, pause, e is LtiStorageException ? e.Message : e.GetType().Name);
            }

            return pause;
        }
    }
}
