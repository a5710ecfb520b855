using Lti.Storage.Caching.Internal.Answers;
using Lti.Storage.Caching.Internal.Changes;
using Lti.Storage.Caching.Internal.Clients;
using Lti.Storage.Caching.Internal.Expiry;
using Lti.Storage.Caching.Internal.Launches;
using Lti.Storage.Caching.Internal.Metrics;

namespace Lti.Storage.Caching.Internal;

/// <summary>The caches whose answers a change of a client or of one of its deployments may concern.</summary>
internal sealed class ClientCaches : IDisposable
{
    public ClientCaches(ILtiStorage inner, CachingOptions options, Clock clock, TimeProvider time, CacheCounters counters)
    {
        var lifetimes = new Lifetimes(clock, options.Jitter);

        // With four slots for an entry, at most one change in four drops another client's entry.
        Changes = new(new ChangeLog(Math.Max(4 * options.LaunchConfigCapacity, 1024)), lifetimes, counters);
        var parts = new AnswerCacheParts(inner, options, Changes, lifetimes, counters, time);
        Launches = new(parts);
        Clients = new(parts);
        Lists = new(parts);
    }

    public ClientChanges Changes { get; }

    public LaunchCache Launches { get; }

    public ClientCache Clients { get; }

    public ClientListCache Lists { get; }

    /// <summary>Drops all answers: anything may have changed.</summary>
    public void InvalidateAll(string source)
    {
        Changes.InvalidateAll(source);
        Launches.Clear();
        Clients.Clear();
        Lists.Clear();
    }

    public void Dispose()
    {
        Changes.Close();
        Launches.Dispose();
        Clients.Dispose();
        Lists.Dispose();
    }
}
