namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>A call that waits for its turn. What its caller does next runs elsewhere, and holds up nobody.</summary>
internal sealed class QueuedCall<TArguments, TResult> : TaskCompletionSource<CallResult<TResult>>
{
    public QueuedCall(TArguments arguments, int bytes, long number, long? since)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Arguments = arguments;
        Bytes = bytes;
        Number = number;
        Since = since;
        Node = new LinkedListNode<QueuedCall<TArguments, TResult>>(this);
    }

    public TArguments Arguments { get; }

    /// <summary>The size of its document, or 0 where there is none.</summary>
    public int Bytes { get; }

    /// <summary>Its number among all calls that have ever waited here, in the order in which they came.</summary>
    public long Number { get; }

    /// <summary>When it began to wait, or null where nobody measures it.</summary>
    public long? Since { get; }

    /// <summary>Its place in the queue; in no list once it has left.</summary>
    public LinkedListNode<QueuedCall<TArguments, TResult>> Node { get; }
}
