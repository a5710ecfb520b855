namespace Lti.Storage.Benchmarks;

/// <summary>Runs concurrent callers, each on its own thread.</summary>
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
}
