namespace Lti.Storage.Internal.Loading;

/// <summary>Keeps the loads of a node that are under way, one for each key. Thread-safe.</summary>
internal sealed class SharedLoads<TKey, TLoad, TResult>
    where TKey : notnull
    where TLoad : SharedLoad<TResult>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, TLoad> _loads = [];

    /// <summary>Joins the load of a key or begins one. It runs on a thread of the pool in the context of its first caller.</summary>
    public TLoad Join(TKey key, Func<TLoad> create, Func<TLoad, Task<TResult>> run)
    {
        lock (_gate)
        {
            if (_loads.TryGetValue(key, out var known))
            {
                return known;
            }

            var load = create();
            _loads.Add(key, load);
            load.Task = Task.Run(() => RunAsync(key, load, run));

            // All callers may have left before it fails.
            _ = load.Task.ContinueWith(
                static ended => ended.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            return load;
        }
    }

    private async Task<TResult> RunAsync(TKey key, TLoad load, Func<TLoad, Task<TResult>> run)
    {
        try
        {
            return await run(load).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate)
            {
                _loads.Remove(key);
            }
        }
    }
}
