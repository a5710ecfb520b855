using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Caching.Internal.Metrics;

namespace Lti.Storage.Caching.Internal.Answers;

/// <summary>The parts that the caches of answers about clients share.</summary>
internal sealed record AnswerCacheParts(
    ILtiStorage Inner, CachingOptions Options, ClientChanges Changes, Lifetimes Lifetimes, CacheCounters Counters, TimeProvider Time);
