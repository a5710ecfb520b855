namespace Lti.Storage.Benchmarks;

/// <summary>Holds a storage's rows: the same number of each kind.</summary>
/// <remarks>
/// Ten clients share an issuer. Each has one deployment, <c>default</c>. One more client has many deployments. Nearly all sessions are of
/// one issuer. Ten share a user and a hundred share a deployment.
/// </remarks>
internal interface IScaledRows : IAsyncDisposable
{
    int Count { get; }

    /// <summary>The client with many deployments.</summary>
    ClientKey LargeClient { get; }

    /// <summary>Some clients. More than a page of other clients follows each by id.</summary>
    IReadOnlyList<ClientKey> Clients { get; }

    /// <summary>Some deployments of the large client. More than a page of other deployments follows each by id.</summary>
    IReadOnlyList<DeploymentKey> Deployments { get; }

    /// <summary>Some sessions. More than a page of other sessions follows each by id.</summary>
    IReadOnlyList<Guid> Sessions { get; }

    /// <summary>Adds expired nonces and sessions for one batch of cleanup.</summary>
    Task AddExpiredAsync(int count, CancellationToken cancellationToken);
}
