using Microsoft.Extensions.Hosting;

namespace Lti.Storage.Hosting.Internal.PlatformKeySets;

/// <summary>Is created when the host starts, with the platform key sets, whose options and storage are checked then.</summary>
internal sealed class PlatformKeySetStart(IPlatformKeySets keySets) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keySets);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
