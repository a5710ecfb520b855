using Lti.Storage.PostgreSqlServer.Internal;

namespace Lti.Storage.PostgreSqlServer.Tests;

/// <summary>A source that must not be asked.</summary>
internal sealed class Unasked : IServerSource
{
    public ServerOrigin Origin => ServerOrigin.Binaries;

    public Task<StartResult<RunningServer>> TryStartAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("This source comes after one that is broken.");
}
