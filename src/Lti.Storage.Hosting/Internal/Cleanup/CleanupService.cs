using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Hosting.Internal.Cleanup;

/// <summary>Cleans up at an interval while the host runs. When the host stops, the batch that is being removed is the last.</summary>
internal sealed class CleanupService(StorageCleanup cleanup, IOptions<CleanupOptions> options, TimeProvider clock, ILogger<CleanupService> logger)
    : BackgroundService
{
    private readonly CleanupSchedule _schedule = new(options.Value);
    private readonly QuietLogger _logger = new(logger);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.IsEnabled)
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
#pragma warning disable CA1031 // Whatever a provider throws, the host goes on: the next run may work.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var pause = _schedule.AfterFailure();
            if (!stoppingToken.IsCancellationRequested)
            {
                // The message of any other exception may hold stored values (rule E8).
                _logger.CleanupFailed(_schedule.Failures, pause, e is LtiStorageException ? e.Message : e.GetType().Name);
            }

            return pause;
        }
    }
}
