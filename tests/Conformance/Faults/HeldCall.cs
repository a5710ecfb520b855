namespace Lti.Storage.Conformance.Faults;

/// <summary>A call that waits until the test lets it go: slow for as long as the test wants, and hanging if it never does.</summary>
public sealed class HeldCall
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _heedsToken;

    internal HeldCall(bool heedsToken) => _heedsToken = heedsToken;

    /// <summary>Ends when a call waits here.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets the call go on.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>Lets the call fail.</summary>
    /// <param name="error">What it throws.</param>
    public void Fail(Exception error) => _released.TrySetException(error);

    internal Task WaitAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        return _heedsToken ? _released.Task.WaitAsync(cancellationToken) : _released.Task;
    }
}
