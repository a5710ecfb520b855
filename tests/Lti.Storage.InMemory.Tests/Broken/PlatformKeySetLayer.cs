namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Passes the calls about platform key sets on. A broken storage overrides one.</summary>
internal abstract class PlatformKeySetLayer(ILtiStorage inner) : DelegatingLtiStorage(inner), IPlatformKeySetStorage
{
    protected IPlatformKeySetStorage Sets { get; } = inner.GetService<IPlatformKeySetStorage>()!;

    public virtual ValueTask<PlatformKeySetLookup> LeasePlatformKeySetAsync(
        string jwksUrl,
        Guid leaseId,
        TimeSpan leaseFor,
        Guid? knownSetId = null,
        bool needsAnother = false,
        CancellationToken cancellationToken = default)
        => Sets.LeasePlatformKeySetAsync(jwksUrl, leaseId, leaseFor, knownSetId, needsAnother, cancellationToken);

    public virtual ValueTask<bool> StorePlatformKeySetAsync(
        string jwksUrl, Guid leaseId, NewPlatformKeySet keySet, CancellationToken cancellationToken = default)
        => Sets.StorePlatformKeySetAsync(jwksUrl, leaseId, keySet, cancellationToken);

    public virtual ValueTask<bool> ReleasePlatformKeySetAsync(
        string jwksUrl, Guid leaseId, TimeSpan retryAfter, CancellationToken cancellationToken = default)
        => Sets.ReleasePlatformKeySetAsync(jwksUrl, leaseId, retryAfter, cancellationToken);
}
