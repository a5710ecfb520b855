using Lti.Storage.Caching.Internal.Answers;

namespace Lti.Storage.Caching.Internal.Launches;

/// <summary>Caches launches by their keys.</summary>
internal sealed class LaunchCache(AnswerCacheParts parts) : AnswerCache<LaunchCacheKey, LtiLaunch>(
    parts, new(CachingMetrics.LaunchCache, CachingMetrics.DefaultLaunchCache, CachingMetrics.UnknownLaunchCache))
{
    protected override ValueTask<LtiLaunch> ReadAsync(LaunchCacheKey key, CancellationToken cancellationToken)
        => Inner.FindLaunchAsync(key.Key, cancellationToken);

    protected override AnswerKind KindOf(LtiLaunch answer) => answer.Outcome switch
    {
        LaunchOutcome.Found => AnswerKind.Stored,
        LaunchOutcome.FoundThroughDefault => AnswerKind.ThroughDefault,
        _ => AnswerKind.Refused,
    };

    protected override int SlotOf(LtiLaunch answer) => answer.Client is { } client ? Changes.SlotOf(client.Id) : Changes.AnyClient;
}
