using Lti.Storage.PostgreSqlServer.Internal;

namespace Lti.Storage.PostgreSqlServer.Tests;

/// <summary>Throws when it is asked for a server.</summary>
internal sealed class ForbiddenSource : IServerSource
{
    public ServerOrigin Origin => ServerOrigin.Binaries;

    public Task<StartResult<RunningServer>> TryStartAsync(CancellationToken cancellationToken) =>
        throw new NotSupportedException("The source before this one is broken, so this one must not be tried.");
}
