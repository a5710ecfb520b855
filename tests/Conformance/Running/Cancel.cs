namespace Lti.Storage.Conformance.Running;

/// <summary>Cancels calls that have begun.</summary>
internal static class Cancel
{
    /// <summary>Starts a call, yields <paramref name="delay"/> times and cancels the call's token.</summary>
    /// <returns>Whether the call answered, and its answer.</returns>
    public static async Task<(bool Answered, T? Answer)> MeanwhileAsync<T>(int delay, Func<CancellationToken, ValueTask<T>> call)
    {
        using var cancel = new CancellationTokenSource();
        var running = call(cancel.Token).AsTask();
        for (var i = 0; i < delay; i++)
        {
            await Task.Yield();
        }

        await cancel.CancelAsync();
        try
        {
            return (Answered: true, await running);
        }
        catch (OperationCanceledException)
        {
            return (Answered: false, default);
        }
    }
}
