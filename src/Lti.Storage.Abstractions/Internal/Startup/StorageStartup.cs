using Microsoft.Extensions.Hosting;

namespace Lti.Storage.Internal.Startup;

/// <summary>Makes the storage, and checks or migrates its schema, before any service of the host starts.</summary>
internal sealed class StorageStartup(ILtiStorage storage) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
        => storage.FindLayer<IVersionedStorage>()?.StartAsync(cancellationToken) ?? Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
