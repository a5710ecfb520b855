namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>A call in the queue. Its caller continues on another thread and delays no other call.</summary>
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

    /// <summary>The size of its document, or 0 without one.</summary>
    public int Bytes { get; }

    /// <summary>Its number among all calls that ever queued here, in their order.</summary>
    public long Number { get; }

    /// <summary>When it began to wait, or null if the wait is not measured.</summary>
    public long? Since { get; }

    /// <summary>Its node of the queue, which belongs to no list after it has left.</summary>
    public LinkedListNode<QueuedCall<TArguments, TResult>> Node { get; }
}
