namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>One way to come by a server.</summary>
internal interface IServerSource
{
    ServerOrigin Origin { get; }

    /// <summary>A server that runs, or why this way is closed; an exception where it is open but broken.</summary>
    Task<StartResult<RunningServer>> TryStartAsync(CancellationToken cancellationToken);
}
