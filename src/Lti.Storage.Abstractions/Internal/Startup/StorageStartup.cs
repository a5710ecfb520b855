using Lti.Storage.Internal.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lti.Storage.Internal.Startup;

/// <summary>Creates the storage and checks or migrates its schema before any service of the host starts.</summary>
internal sealed partial class StorageStartup(
    ILtiStorage storage, StorageComposition composition, IOptions<LtiStorageOptions> options, ILogger<StorageStartup>? logger)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (storage.GetService<IStorageSchema>() is { } schema)
        {
            await StartAsync(schema, cancellationToken).ConfigureAwait(false);
        }

        if (!composition.HasCleanup && logger is not null)
        {
            TellOfMissingCleanup(logger);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Information,
        Message = "This process removes no expired rows: no cleanup is registered. "
            + "Call AddCleanup(), or run a cleanup elsewhere on a schedule.")]
    private static partial void NoCleanup(ILogger logger);

    private static void TellOfMissingCleanup(ILogger logger)
    {
        try
        {
            NoCleanup(logger);
        }
#pragma warning disable CA1031 // A logger that throws must not stop the start of the host.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private Task StartAsync(IStorageSchema schema, CancellationToken cancellationToken) => options.Value.SchemaOnStart switch
    {
        SchemaOnStart.Check => schema.CheckAsync(cancellationToken),
        SchemaOnStart.Migrate => schema.MigrateAsync(cancellationToken),
        _ => Task.CompletedTask,
    };
}
