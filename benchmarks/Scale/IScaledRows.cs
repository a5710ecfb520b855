namespace Lti.Storage.Benchmarks;

/// <summary>
/// So many rows of each kind: clients, ten to an issuer, with one deployment each, <c>default</c>; as many deployments of one client more; nonces; and
/// sessions, nearly all of one issuer, ten to a user and a hundred to a deployment.
/// </summary>
internal interface IScaledRows : IAsyncDisposable
{
    int Count { get; }

    /// <summary>The client with all those deployments.</summary>
    Guid LargeClient { get; }

    /// <summary>Some clients, from whom more than a page of others come by id.</summary>
    IReadOnlyList<Guid> Clients { get; }

    /// <summary>Some deployments of the large client, likewise.</summary>
    IReadOnlyList<Guid> Deployments { get; }

    /// <summary>Some sessions, likewise.</summary>
    IReadOnlyList<Guid> Sessions { get; }

    /// <summary>Nonces and sessions that have expired, for one batch of cleanup.</summary>
    Task AddExpiredAsync(int count, CancellationToken cancellationToken);
}
