using Microsoft.Extensions.Hosting;

namespace Lti.Storage.Hosting.Internal.AccessTokens;

/// <summary>Is created when the host starts, with the access tokens, whose options and storage are checked then.</summary>
internal sealed class AccessTokenStart(IAccessTokens tokens) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
