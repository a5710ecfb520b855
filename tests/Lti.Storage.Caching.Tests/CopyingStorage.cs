using System.Collections.Concurrent;
using Lti.Storage.InMemory;

namespace Lti.Storage.Caching.Tests;

/// <summary>Returns a copy of a session for each find as a database does. It knows which copies are still in memory.</summary>
internal sealed class CopyingStorage(TimeProvider clock) : DelegatingLtiStorage(new InMemoryLtiStorage(timeProvider: clock))
{
    private readonly ConcurrentBag<WeakReference> _copies = [];

    /// <summary>Collects garbage and counts the copies that are still referred to.</summary>
    public int CountAlive()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return _copies.Count(copy => copy.IsAlive);
    }

    public override async ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken = default)
    {
        var stored = await base.FindSessionAsync(id, cancellationToken);
        if (stored is null)
        {
            return null;
        }

        var copy = LtiSession.FromDocument(id, stored.Utf8Document.Span, stored.ExpiresAt);
        _copies.Add(new(copy));
        return copy;
    }
}
