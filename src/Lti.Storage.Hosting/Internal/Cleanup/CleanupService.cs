using Lti.Storage.Internal;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.Hosting.Internal.Cleanup;

/// <summary>Runs the cleanup at an interval while the host runs. A stop lets the current batch finish.</summary>
internal sealed class CleanupService(
    StorageCleanup cleanup, CleanupOptions options, TimeProvider clock, ILogger logger)
    : BackgroundService
{
    private readonly CleanupSchedule _schedule = new(options);
    private readonly GuardedLogger _logger = new(logger);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.IsEnabled)
        {
            return base.StartAsync(cancellationToken);
        }

        _logger.CleanupIsOff();
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = _schedule.First;
        _logger.CleanupBegins(pause);
        while (await HasPassedAsync(pause, stoppingToken).ConfigureAwait(false))
        {
            pause = await RunAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits. Returns false if the host stops meanwhile.</summary>
    private async Task<bool> HasPassedAsync(TimeSpan pause, CancellationToken stoppingToken)
    {
        await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !stoppingToken.IsCancellationRequested;
    }

    private async Task<TimeSpan> RunAsync(CancellationToken stoppingToken)
    {
        try
        {
            await cleanup.RunAsync(stoppingToken).ConfigureAwait(false);
            return _schedule.AfterSuccess();
        }
#pragma warning disable CA1031 // Any exception of a provider is logged: the next run may work.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var pause = _schedule.AfterFailure();
            if (!stoppingToken.IsCancellationRequested)
            {
                // The message of any other exception may contain stored values (rule E8: no secrets in logs).
                _logger.CleanupFailed(_schedule.Failures, pause, e is LtiStorageException ? e.Message : e.GetType().Name);
            }

            return pause;
        }
    }
}
