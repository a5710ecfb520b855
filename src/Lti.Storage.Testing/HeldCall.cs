namespace Lti.Storage.Testing;

/// <summary>Holds a call until the test releases it.</summary>
public sealed class HeldCall
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _heedsToken;

    internal HeldCall(bool heedsToken) => _heedsToken = heedsToken;

    /// <summary>Ends when a call waits here.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets the call continue.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>Makes the call fail.</summary>
    /// <param name="error">The exception.</param>
    public void Fail(Exception error) => _released.TrySetException(error);

    internal Task WaitAsync(CancellationToken cancellationToken)
    {
        _reached.TrySetResult();
        return _heedsToken ? _released.Task.WaitAsync(cancellationToken) : _released.Task;
    }
}
