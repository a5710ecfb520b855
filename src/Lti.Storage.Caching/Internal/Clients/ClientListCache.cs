using Lti.Storage.Caching.Internal.Answers;

namespace Lti.Storage.Caching.Internal.Clients;

/// <summary>Caches the lists of all clients of an issuer and of its clients with one deployment.</summary>
/// <remarks>Any client may join a list. So each change by an internal id drops all lists, as it drops all unknown answers.</remarks>
internal sealed class ClientListCache(AnswerCacheParts parts) : AnswerCache<ClientListKey, IReadOnlyList<LtiClient>>(
    parts, new(CachingMetrics.ClientListCache, ThroughDefault: null, CachingMetrics.UnknownClientListCache))
{
    protected override async ValueTask<IReadOnlyList<LtiClient>> ReadAsync(ClientListKey key, CancellationToken cancellationToken)
    {
        // Callers share the list, so none may change it (rule E4).
        var found = await Inner.FindClientsAsync(key.Issuer, key.DeploymentId, cancellationToken).ConfigureAwait(false);
        return Array.AsReadOnly(found.ToArray());
    }

    protected override AnswerKind KindOf(IReadOnlyList<LtiClient> answer)
        => answer.Any(static client => client.IsEnabled) ? AnswerKind.Stored : AnswerKind.Refused;

    protected override int SlotOf(IReadOnlyList<LtiClient> answer) => Changes.AnyClient;

    protected override int WeightOf(IReadOnlyList<LtiClient> answer) => Math.Max(answer.Count, 1);
}
