namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>What the thread pool has in its queues: a web server's requests, and what goes on with answers that have come.</summary>
internal sealed class ThreadPoolWork : IReadyWork
{
    public static ThreadPoolWork Instance { get; } = new();

    public long Count => ThreadPool.PendingWorkItemCount;

    public void Follow(Action action) => ThreadPool.UnsafeQueueUserWorkItem(static next => next(), action, preferLocal: false);
}
