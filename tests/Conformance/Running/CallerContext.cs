namespace Lti.Storage.Conformance.Running;

/// <summary>Acts as the context of a caller that waits synchronously on its only thread.</summary>
/// <remarks>
/// A callback that is posted to such a context never runs. Here it runs on the thread pool and is counted, so that a test fails but never
/// hangs.
/// </remarks>
internal sealed class CallerContext : SynchronizationContext
{
    private int _posts;

    /// <summary>Runs a call on a thread of this context and waits for it there.</summary>
    /// <param name="call">The call. Storage errors are expected here.</param>
    /// <returns>The number of callbacks that the call posted to the context.</returns>
    public static Task<int> CountPostsAsync(Func<Task> call) => Task.Factory.StartNew(
        () =>
        {
            var context = new CallerContext();
            SetSynchronizationContext(context);
            try
            {
                call().GetAwaiter().GetResult();
            }
            catch (LtiStorageException)
            {
            }

            return Volatile.Read(ref context._posts);
        },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    public override void Post(SendOrPostCallback d, object? state)
    {
        Interlocked.Increment(ref _posts);
        base.Post(d, state);
    }

    public override SynchronizationContext CreateCopy() => this;
}
