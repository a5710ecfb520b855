namespace Lti.Storage.Internal;

/// <summary>Disposes a storage for a caller that can't await.</summary>
internal static class SynchronousDisposal
{
    /// <summary>Waits for the disposal on the thread pool. There it does not need the caller's context (rule E9).</summary>
    public static void Run(IAsyncDisposable storage)
        => Task.Run(async () => await storage.DisposeAsync().ConfigureAwait(false)).GetAwaiter().GetResult();
}
