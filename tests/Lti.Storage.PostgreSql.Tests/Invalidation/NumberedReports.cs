using System.Collections.Concurrent;

namespace Lti.Storage.PostgreSql.Tests.Invalidation;

/// <summary>Numbers reports, and whatever else asks, in the order in which they begin.</summary>
internal sealed class NumberedReports : IInvalidationListener
{
    private readonly ConcurrentDictionary<Guid, long> _last = new();
    private long _everything;
    private long _number;

    public long Next() => Interlocked.Increment(ref _number);

    /// <summary>The last report that covers a client.</summary>
    public long LastOf(Guid id) => Math.Max(_last.GetValueOrDefault(id), Interlocked.Read(ref _everything));

    public void ClientChanged(Guid ltiClientId)
    {
        var number = Next();
        _last.AddOrUpdate(ltiClientId, number, (_, before) => Math.Max(before, number));
    }

    public void SessionDeleted(Guid sessionId) => ClientChanged(sessionId);

    public void EverythingChanged() => InterlockedMax(Next());

    private void InterlockedMax(long number)
    {
        for (var before = Interlocked.Read(ref _everything); before < number;)
        {
            before = Interlocked.CompareExchange(ref _everything, number, before) is var seen && seen == before ? number : seen;
        }
    }
}
