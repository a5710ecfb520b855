using Lti.Storage.Caching.Internal.Answers;

namespace Lti.Storage.Caching.Internal.Clients;

/// <summary>Caches clients by issuer and client ID.</summary>
internal sealed class ClientCache(AnswerCacheParts parts) : AnswerCache<ClientCacheKey, LtiClient?>(
    parts, new(CachingMetrics.ClientCache, ThroughDefault: null, CachingMetrics.UnknownClientCache))
{
    protected override ValueTask<LtiClient?> ReadAsync(ClientCacheKey key, CancellationToken cancellationToken)
        => Inner.FindClientAsync(key.Issuer, key.ClientId, cancellationToken);

    protected override AnswerKind KindOf(LtiClient? answer) => answer is { IsEnabled: true } ? AnswerKind.Stored : AnswerKind.Refused;

    protected override int SlotOf(LtiClient? answer) => answer is null ? Changes.AnyClient : Changes.SlotOf(answer.Id);
}
