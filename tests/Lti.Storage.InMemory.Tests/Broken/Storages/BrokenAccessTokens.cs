using System.Collections.Concurrent;

namespace Lti.Storage.InMemory.Tests.Broken.Storages;

internal static class BrokenAccessTokens
{
    [Breaks("A1")]
    public sealed class ATokenIsFoundUntilItExpires(ILtiStorage inner) : AccessTokenLayer(inner)
    {
        public override ValueTask<AccessTokenLookup> LeaseAccessTokenAsync(
            AccessTokenRequest request, Guid leaseId, TimeSpan leeway, TimeSpan leaseFor, CancellationToken cancellationToken = default)
            => Tokens.LeaseAccessTokenAsync(request, leaseId, leeway > TimeSpan.Zero ? TimeSpan.Zero : leeway, leaseFor, cancellationToken);
    }

    [Breaks("A1")]
    public sealed class ATokenServesOtherScopes(ILtiStorage inner) : AccessTokenLayer(inner)
    {
        public override ValueTask<AccessTokenLookup> LeaseAccessTokenAsync(
            AccessTokenRequest request, Guid leaseId, TimeSpan leeway, TimeSpan leaseFor, CancellationToken cancellationToken = default)
            => Tokens.LeaseAccessTokenAsync(WithOneScope(request), leaseId, leeway, leaseFor, cancellationToken);

        public override ValueTask<bool> StoreAccessTokenAsync(
            AccessTokenRequest request, Guid leaseId, NewAccessToken token, CancellationToken cancellationToken = default)
            => Tokens.StoreAccessTokenAsync(WithOneScope(request), leaseId, token, cancellationToken);

        private static AccessTokenRequest WithOneScope(AccessTokenRequest request)
            => request is null ? null! : new(request.Issuer, request.ClientId, request.TokenUrl, ["all"]);
    }

    [Breaks("A2")]
    public sealed class EachCallerGetsTheLease(ILtiStorage inner) : AccessTokenLayer(inner)
    {
        public override async ValueTask<AccessTokenLookup> LeaseAccessTokenAsync(
            AccessTokenRequest request, Guid leaseId, TimeSpan leeway, TimeSpan leaseFor, CancellationToken cancellationToken = default)
        {
            var found = await Tokens.LeaseAccessTokenAsync(request, leaseId, leeway, leaseFor, cancellationToken);
            return found.Outcome == AccessTokenOutcome.LeasedByAnother ? found with { Outcome = AccessTokenOutcome.Leased } : found;
        }
    }

    [Breaks("A2")]
    public sealed class TheLeaseOfADeadNodeLastsForEver(ILtiStorage inner) : AccessTokenLayer(inner)
    {
        public override ValueTask<AccessTokenLookup> LeaseAccessTokenAsync(
            AccessTokenRequest request, Guid leaseId, TimeSpan leeway, TimeSpan leaseFor, CancellationToken cancellationToken = default)
            => Tokens.LeaseAccessTokenAsync(
                request, leaseId, leeway, leaseFor > TimeSpan.Zero && leaseFor < TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : leaseFor, cancellationToken);
    }

    [Breaks("A2")]
    public sealed class ALostLeaseStores(ILtiStorage inner) : AccessTokenLayer(inner)
    {
        private readonly ConcurrentDictionary<string, Guid> _holders = new(StringComparer.Ordinal);

        public override async ValueTask<AccessTokenLookup> LeaseAccessTokenAsync(
            AccessTokenRequest request, Guid leaseId, TimeSpan leeway, TimeSpan leaseFor, CancellationToken cancellationToken = default)
        {
            var found = await Tokens.LeaseAccessTokenAsync(request, leaseId, leeway, leaseFor, cancellationToken);
            if (found.Outcome == AccessTokenOutcome.Leased)
            {
                _holders[request.Id] = leaseId;
            }

            return found;
        }

        public override ValueTask<bool> StoreAccessTokenAsync(
            AccessTokenRequest request, Guid leaseId, NewAccessToken token, CancellationToken cancellationToken = default)
            => Tokens.StoreAccessTokenAsync(
                request, leaseId != Guid.Empty && _holders.TryGetValue(request.Id, out var holder) ? holder : leaseId, token, cancellationToken);
    }

    [Breaks("A3")]
    public sealed class AReleaseForgetsTheWait(ILtiStorage inner) : AccessTokenLayer(inner)
    {
        public override ValueTask<bool> ReleaseAccessTokenAsync(
            AccessTokenRequest request, Guid leaseId, TimeSpan retryAfter, CancellationToken cancellationToken = default)
            => Tokens.ReleaseAccessTokenAsync(request, leaseId, retryAfter > TimeSpan.Zero ? TimeSpan.Zero : retryAfter, cancellationToken);
    }

    [Breaks("A3")]
    public sealed class AReleaseKeepsTheLease(ILtiStorage inner) : AccessTokenLayer(inner)
    {
        public override ValueTask<bool> ReleaseAccessTokenAsync(
            AccessTokenRequest request, Guid leaseId, TimeSpan retryAfter, CancellationToken cancellationToken = default)
            => new(true);
    }

    [Breaks("A4")]
    public sealed class AnInvalidationRemovesAnyToken(ILtiStorage inner) : AccessTokenLayer(inner)
    {
        public override async ValueTask<bool> InvalidateAccessTokenAsync(
            AccessTokenRequest request, Guid tokenId, CancellationToken cancellationToken = default)
        {
            var lookup = await Tokens.LeaseAccessTokenAsync(request, Guid.NewGuid(), TimeSpan.Zero, TimeSpan.FromTicks(1), cancellationToken);
            return lookup.Token is { } token && await Tokens.InvalidateAccessTokenAsync(request, token.TokenId, cancellationToken);
        }
    }

    [Breaks("A4")]
    public sealed class AnInvalidationRemovesTheLease(ILtiStorage inner) : AccessTokenLayer(inner)
    {
        public override async ValueTask<bool> InvalidateAccessTokenAsync(
            AccessTokenRequest request, Guid tokenId, CancellationToken cancellationToken = default)
        {
            var removed = await Tokens.InvalidateAccessTokenAsync(request, tokenId, cancellationToken);
            if (removed)
            {
                await Tokens.ClearAccessTokensAsync(client: null, cancellationToken);
            }

            return removed;
        }
    }

    [Breaks("A5")]
    public sealed class ATokenOutlivesItsClient(ILtiStorage inner) : AccessTokenLayer(inner)
    {
        private readonly ConcurrentDictionary<string, NewAccessToken> _stored = new(StringComparer.Ordinal);
        private volatile bool _hasDeleted;

        public override ValueTask<bool> DeleteClientAsync(ClientKey id, CancellationToken cancellationToken = default)
        {
            _hasDeleted = true;
            return base.DeleteClientAsync(id, cancellationToken);
        }

        public override async ValueTask<AccessTokenLookup> LeaseAccessTokenAsync(
            AccessTokenRequest request, Guid leaseId, TimeSpan leeway, TimeSpan leaseFor, CancellationToken cancellationToken = default)
        {
            var found = await Tokens.LeaseAccessTokenAsync(request, leaseId, leeway, leaseFor, cancellationToken);
            return _hasDeleted && _stored.TryGetValue(request.Id, out var token)
                ? found with
                {
                    Outcome = AccessTokenOutcome.Found,
                    Token = new StoredAccessToken { TokenId = token.TokenId, Token = token.Token, ExpiresIn = token.Lifetime },
                }
                : found;
        }

        public override async ValueTask<bool> StoreAccessTokenAsync(
            AccessTokenRequest request, Guid leaseId, NewAccessToken token, CancellationToken cancellationToken = default)
        {
            var isStored = await Tokens.StoreAccessTokenAsync(request, leaseId, token, cancellationToken);
            if (isStored)
            {
                _stored[request.Id] = token;
            }

            return isStored;
        }
    }

    [Breaks("A6")]
    public sealed class AnUnprotectedTokenIsStored(ILtiStorage inner) : AccessTokenLayer(inner)
    {
        public override ValueTask<bool> StoreAccessTokenAsync(
            AccessTokenRequest request, Guid leaseId, NewAccessToken token, CancellationToken cancellationToken = default)
            => Tokens.StoreAccessTokenAsync(
                request,
                leaseId,
                token?.Token is null ? token! : token with { Token = token.Token with { IsProtected = true } },
                cancellationToken);
    }

    [Breaks("A7")]
    public sealed class ExpiredTokensAreNotCounted(ILtiStorage inner) : AccessTokenLayer(inner)
    {
        public override async ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
            => await base.CleanupAsync(cancellationToken) with { AccessTokens = 0 };
    }

    [Breaks("A7")]
    public sealed class ACleanupRemovesLiveTokensToo(ILtiStorage inner) : AccessTokenLayer(inner)
    {
        public override async ValueTask<CleanupResult> CleanupAsync(CancellationToken cancellationToken = default)
        {
            await Tokens.ClearAccessTokensAsync(client: null, cancellationToken);
            return await base.CleanupAsync(cancellationToken);
        }
    }
}
