using System.Diagnostics;

namespace Lti.Storage.Caching.Internal.Loading;

/// <summary>Runs shared work without the caller's ambient transaction, culture, tenant or synchronization context.</summary>
internal static class NoContext
{
    private static readonly ExecutionContext _empty = CaptureEmpty();

    /// <summary>Runs the work. The caller's own context is unchanged afterwards.</summary>
    /// <param name="trace">The trace that the work belongs to. May be null.</param>
    /// <param name="work">The work.</param>
    public static void Run(Activity? trace, Action work) => ExecutionContext.Run(
        _empty,
        _ =>
        {
            SynchronizationContext.SetSynchronizationContext(syncContext: null);
            if (trace is not null)
            {
                Activity.Current = trace;
            }

            work();
        },
        state: null);

    // Only a thread that did not inherit its starter's context has an empty one.
    private static ExecutionContext CaptureEmpty()
    {
        ExecutionContext? empty = null;
        var thread = new Thread(() => empty = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return empty!;
    }
}
