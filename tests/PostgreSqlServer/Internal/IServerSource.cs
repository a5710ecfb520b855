namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Provides a server from one origin.</summary>
internal interface IServerSource
{
    ServerOrigin Origin { get; }

    /// <summary>Starts or finds a server. Returns the reason when the origin is missing, and throws when it is broken.</summary>
    Task<StartResult<RunningServer>> TryStartAsync(CancellationToken cancellationToken);
}
