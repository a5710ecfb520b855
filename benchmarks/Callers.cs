namespace Lti.Storage.Benchmarks;

/// <summary>Splits work among callers that run at once, each on a thread of its own or, where the work waits, as a task.</summary>
internal static class Callers
{
    public static void Run(int callers, int count, Action<int> work)
    {
        if (callers == 1)
        {
            for (var i = 0; i < count; i++)
            {
                work(i);
            }

            return;
        }

        var threads = Enumerable.Range(0, callers).Select(caller => new Thread(() =>
        {
            for (var i = caller; i < count; i += callers)
            {
                work(i);
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }

    public static Task RunAsync(int callers, int count, Func<int, ValueTask> work)
        => Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (var i = caller; i < count; i += callers)
            {
                await work(i);
            }
        })));

    /// <summary>The same for work that answers; a wrong answer ends the run.</summary>
    public static Task RunAsync<T>(int callers, int count, Func<int, ValueTask<T>> work, Predicate<T> isRight)
        => Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            for (var i = caller; i < count; i += callers)
            {
                if (!isRight(await work(i)))
                {
                    throw new InvalidOperationException("The answer is wrong.");
                }
            }
        })));
}
