namespace Lti.Storage.Caching.Internal.Loading;

/// <summary>A load under way, which any number of callers wait for.</summary>
internal sealed class Flight<TValue>(Load load)
{
    // Whoever waits goes on by itself: the load must not run its callers' code.
    private readonly TaskCompletionSource<TValue> _landing = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Load Load { get; } = load;

    public Task<TValue> Landing => _landing.Task;

    public void Land(TValue value) => _landing.SetResult(value);

    public void Fail(Exception error)
    {
        _landing.SetException(error);

        // All callers may have given up; an error that nobody waits for is no unobserved one.
        _ = _landing.Task.Exception;
    }
}
