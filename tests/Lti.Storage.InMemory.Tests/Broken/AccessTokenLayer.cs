namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Passes the calls about access tokens on. A broken storage overrides one.</summary>
internal abstract class AccessTokenLayer(ILtiStorage inner) : DelegatingLtiStorage(inner), IAccessTokenStorage
{
    protected IAccessTokenStorage Tokens { get; } = inner.GetService<IAccessTokenStorage>()!;

    public virtual ValueTask<AccessTokenLookup> LeaseAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, TimeSpan leeway, TimeSpan leaseFor, CancellationToken cancellationToken = default)
        => Tokens.LeaseAccessTokenAsync(request, leaseId, leeway, leaseFor, cancellationToken);

    public virtual ValueTask<bool> StoreAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, NewAccessToken token, CancellationToken cancellationToken = default)
        => Tokens.StoreAccessTokenAsync(request, leaseId, token, cancellationToken);

    public virtual ValueTask<bool> ReleaseAccessTokenAsync(
        AccessTokenRequest request, Guid leaseId, TimeSpan retryAfter, CancellationToken cancellationToken = default)
        => Tokens.ReleaseAccessTokenAsync(request, leaseId, retryAfter, cancellationToken);

    public virtual ValueTask<bool> InvalidateAccessTokenAsync(
        AccessTokenRequest request, Guid tokenId, CancellationToken cancellationToken = default)
        => Tokens.InvalidateAccessTokenAsync(request, tokenId, cancellationToken);

    public virtual IAsyncEnumerable<AccessTokenSummary> ListAccessTokensAsync(
        ClientKey? client = null, CancellationToken cancellationToken = default)
        => Tokens.ListAccessTokensAsync(client, cancellationToken);

    public virtual ValueTask<long> ClearAccessTokensAsync(ClientKey? client = null, CancellationToken cancellationToken = default)
        => Tokens.ClearAccessTokensAsync(client, cancellationToken);
}
