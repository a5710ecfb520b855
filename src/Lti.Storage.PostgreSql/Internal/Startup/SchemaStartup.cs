using Microsoft.Extensions.Hosting;

namespace Lti.Storage.PostgreSql.Internal.Startup;

/// <summary>Checks or migrates the schema before any service of the host starts.</summary>
internal sealed class SchemaStartup(ILtiStorage storage, ChosenStorage chosen) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        // The parameter above is what makes the container create the storage that is chosen.
        ArgumentNullException.ThrowIfNull(storage);
        if (chosen.Storage is { } postgreSql)
        {
            await postgreSql.StartAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
