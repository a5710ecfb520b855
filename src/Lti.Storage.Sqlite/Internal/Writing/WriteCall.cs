namespace Lti.Storage.Sqlite.Internal.Writing;

/// <summary>A write that waits for its transaction.</summary>
internal abstract class WriteCall
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Ended = 2;

    private int _state;
    private CancellationTokenRegistration _cancellation;

    /// <summary>Cancels the call with the token unless it was taken before (rule E5).</summary>
    public void CancelWith(CancellationToken cancellationToken) => _cancellation = cancellationToken.UnsafeRegister(
        static (state, token) => ((WriteCall)state!).TryCancel(token), this);

    /// <summary>Takes the call into a transaction. False if it was cancelled.</summary>
    public bool TryTake()
    {
        var isTaken = Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;
        _cancellation.Dispose();
        return isTaken;
    }

    /// <summary>Does the work and keeps its result until the commit.</summary>
    public abstract void Run(WriteTransaction transaction);

    /// <summary>Answers the caller with the kept result. The transaction is committed.</summary>
    public abstract void Complete();

    /// <summary>Answers the caller with an error.</summary>
    public abstract void Fail(Exception error);

    protected abstract void Cancel(CancellationToken cancellationToken);

    private void TryCancel(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Ended, Waiting) == Waiting)
        {
            Cancel(cancellationToken);
        }
    }
}

/// <summary>A write with a result.</summary>
internal sealed class WriteCall<T>(Func<WriteTransaction, T> work) : WriteCall
{
    // A caller's continuation must not run on the writer's thread.
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private LtiStorageException? _refusal;

    public Task<T> Answer => _answer.Task;

    public override void Run(WriteTransaction transaction)
    {
        _refusal = null;
        var changes = transaction.Connection.TotalChanges;
        try
        {
            _result = work(transaction);
        }
        catch (LtiStorageException e) when (transaction.Connection.TotalChanges == changes)
        {
            // The call looked before it wrote. The others of its group go on.
            _refusal = e;
        }
    }

    public override void Complete()
    {
        if (_refusal is null)
        {
            _answer.TrySetResult(_result!);
        }
        else
        {
            _answer.TrySetException(_refusal);
        }
    }

    public override void Fail(Exception error) => _answer.TrySetException(error);

    protected override void Cancel(CancellationToken cancellationToken) => _answer.TrySetCanceled(cancellationToken);
}
