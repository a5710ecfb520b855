using System.Collections.Concurrent;
using System.Threading.Channels;
using Lti.Storage.PostgreSql.Internal.Batching;

namespace Lti.Storage.PostgreSql.Tests.Batching;

/// <summary>Notes each end of its holds.</summary>
internal sealed class EndedHolds : IHeldQueue
{
    private readonly ConcurrentQueue<(bool IsLate, Thread Thread)> _ends = new();
    private readonly Channel<bool> _ended = Channel.CreateUnbounded<bool>();

    /// <summary>Gets the ends in their order: whether they were late, and their threads.</summary>
    public IReadOnlyCollection<(bool IsLate, Thread Thread)> Ends => _ends;

    /// <summary>Waits for the next end.</summary>
    public ValueTask<bool> NextAsync(CancellationToken cancellationToken) => _ended.Reader.ReadAsync(cancellationToken);

    public void EndHold(bool isLate)
    {
        _ends.Enqueue((isLate, Thread.CurrentThread));
        Assert.True(_ended.Writer.TryWrite(isLate));
    }
}
