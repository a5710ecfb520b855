using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Hosting.Internal.Cleanup;

/// <summary>Cleans up at an interval for as long as the host runs; when that stops, the batch under way is the last.</summary>
internal sealed class CleanupService(StorageCleanup cleanup, IOptions<CleanupOptions> options, TimeProvider clock, ILogger<CleanupService> logger)
    : BackgroundService
{
    private readonly CleanupSchedule _schedule = new(options.Value);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.IsEnabled)
        {
            return base.StartAsync(cancellationToken);
        }

        logger.CleanupIsOff();
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = _schedule.First;
        logger.CleanupBegins(pause);
        while (await HasPassedAsync(pause, stoppingToken).ConfigureAwait(false))
        {
            pause = await RunAsync(stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>False where the host stops meanwhile.</summary>
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
#pragma warning disable CA1031 // Whatever a provider throws, the host must not fall over it: the next run may work.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var pause = _schedule.AfterFailure();
            if (!stoppingToken.IsCancellationRequested)
            {
                // What another exception's message holds is not known (rule E8).
                logger.CleanupFailed(_schedule.Failures, pause, e is LtiStorageException ? e.Message : e.GetType().Name);
            }

            return pause;
        }
    }
}
