using Lti.Storage.Caching.Internal.Expiry;

namespace Lti.Storage.Caching.Internal.Loading;

/// <summary>One read of the inner storage: first a task that callers share, later the cached answer.</summary>
/// <param name="number">The number of the last change when the read began.</param>
/// <param name="began">When the read began. Lifetimes count from here, because the answer may be that old.</param>
internal sealed class Load<TValue>(long number, Moment began)
{
    // A load must not run its callers' code.
    private readonly TaskCompletionSource<TValue> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isOvertaken;

    /// <summary>The number of the last change when the read began.</summary>
    public long Number => number;

    /// <summary>When the read began.</summary>
    public Moment Began => began;

    /// <summary>Whether a change of this very key came later. The answer is then never used again.</summary>
    public bool IsOvertaken => _isOvertaken;

    /// <summary>Completes when the answer is there.</summary>
    public Task<TValue> Completion => _completion.Task;

    /// <summary>The answer. Set before the load is put into a cache.</summary>
    public TValue Value { get; private set; } = default!;

    /// <summary>When the answer expires. Set before the load is put into a cache.</summary>
    public Moment Ends { get; private set; }

    /// <summary>Marks the answer as older than a change.</summary>
    public void Overtake() => _isOvertaken = true;

    /// <summary>Makes the load a cached answer.</summary>
    public void Keep(TValue value, Moment ends) => (Value, Ends) = (value, ends);

    /// <summary>Hands the answer to all callers that wait.</summary>
    public void Complete(TValue value) => _completion.SetResult(value);

    /// <summary>Hands the error to all callers that wait.</summary>
    public void Fail(Exception error)
    {
        _completion.SetException(error);

        // All callers may have cancelled. Reading the error marks it as observed.
        _ = _completion.Task.Exception;
    }
}
