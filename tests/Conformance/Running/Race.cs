namespace Lti.Storage.Conformance.Running;

/// <summary>Runs concurrent callers of one operation.</summary>
internal static class Race
{
    /// <summary>The number of callers in the contract's races.</summary>
    public const int Callers = 64;

    /// <summary>Starts all callers together. Returns the answer or exception of each.</summary>
    public static async Task<IReadOnlyList<Result<T>>> RunAsync<T>(Func<int, Task<T>> call, int callers = Callers)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var racing = Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            await start.Task;
            try
            {
                return new Result<T>(await call(caller), Error: null);
            }
            catch (Exception e) when (e is LtiStorageException or ArgumentException)
            {
                return new Result<T>(default, e);
            }
        })).ToArray();
        start.SetResult();
        return await Task.WhenAll(racing);
    }

    /// <summary>Runs callers that must all succeed.</summary>
    public static async Task<IReadOnlyList<T>> RunAllAsync<T>(Func<int, Task<T>> call, int callers = Callers)
    {
        var results = await RunAsync(call, callers);
        Assert.All(results, result => Assert.Null(result.Error));
        return [.. results.Select(result => result.Value!)];
    }
}
