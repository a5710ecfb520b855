using Lti.Storage.Internal.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.Internal.Startup;

/// <summary>Creates the storage and checks or migrates its schema before any service of the host starts.</summary>
internal sealed partial class StorageStartup(
    ILtiStorage storage, StorageComposition composition, LtiStorageOptions options, ILogger logger)
    : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (storage.GetService<IStorageSchema>() is { } schema)
        {
            await StartAsync(schema, cancellationToken).ConfigureAwait(false);
        }

        if (!composition.HasCleanup)
        {
            TellOfMissingCleanup();
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

    [LoggerMessage(
        EventId = 2,
        Level = LogLevel.Information,
        Message = "This process removes no expired rows of the storage {Name}: it has no cleanup. "
            + "Call AddCleanup() on its builder, or run a cleanup elsewhere on a schedule.")]
    private static partial void NoNamedCleanup(ILogger logger, string name);

    private void TellOfMissingCleanup()
    {
        var guarded = new GuardedLogger(logger);
        if (composition.Name is null)
        {
            NoCleanup(guarded);
        }
        else
        {
            NoNamedCleanup(guarded, composition.Name);
        }
    }

    private Task StartAsync(IStorageSchema schema, CancellationToken cancellationToken) => options.SchemaOnStart switch
    {
        SchemaOnStart.Check => schema.CheckAsync(cancellationToken),
        SchemaOnStart.Migrate => schema.MigrateAsync(cancellationToken),
        _ => Task.CompletedTask,
    };
}
