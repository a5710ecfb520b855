namespace Lti.Storage.PostgreSql.Internal.Coalescing;

/// <summary>A call that waits for its turn. What its caller does next runs elsewhere, and holds up nobody.</summary>
internal sealed class WaitingCall<TArguments, TResult> : TaskCompletionSource<Turn<TResult>>
{
    public WaitingCall(TArguments arguments, long? since)
        : base(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        Arguments = arguments;
        Since = since;
        Node = new LinkedListNode<WaitingCall<TArguments, TResult>>(this);
    }

    public TArguments Arguments { get; }

    /// <summary>When it began to wait, or null where nobody measures it.</summary>
    public long? Since { get; }

    /// <summary>Its place in the queue; in no list once it has left.</summary>
    public LinkedListNode<WaitingCall<TArguments, TResult>> Node { get; }
}
