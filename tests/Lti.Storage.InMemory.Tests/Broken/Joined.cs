using System.Collections.Concurrent;

namespace Lti.Storage.InMemory.Tests.Broken;

/// <summary>Joins overlapping calls and gives all of them the first answer. It is right only for sequential callers.</summary>
internal sealed class Joined<TKey, T>
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Lazy<Task<T>>> _running = new();
    private readonly Meeting _meeting = new();

    public async ValueTask<T> RunAsync(TKey key, Func<ValueTask<T>> call)
    {
        var own = new Lazy<Task<T>>(async () =>
        {
            await _meeting.WaitAsync();
            return await call();
        });
        var running = _running.GetOrAdd(key, own);
        if (running != own)
        {
            _meeting.Arrive();
        }

        try
        {
            return await running.Value;
        }
        finally
        {
            _running.TryRemove(KeyValuePair.Create(key, running));
        }
    }
}
