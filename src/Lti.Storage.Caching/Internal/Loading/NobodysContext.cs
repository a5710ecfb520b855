using System.Diagnostics;

namespace Lti.Storage.Caching.Internal.Loading;

/// <summary>
/// Runs what is done for all callers as none of them: without the first one's ambient transaction, culture, tenant or whatever else it carries along. Only
/// its trace goes on, so that the work is seen there.
/// </summary>
internal static class NobodysContext
{
    private static readonly ExecutionContext _empty = CaptureEmpty();

    public static void Run(Action work)
    {
        var trace = Activity.Current;
        ExecutionContext.Run(
            _empty,
            _ =>
            {
                // Both are the caller's own again when this returns.
                SynchronizationContext.SetSynchronizationContext(syncContext: null);
                if (trace is not null)
                {
                    Activity.Current = trace;
                }

                work();
            },
            state: null);
    }

    // There is none to be had but on a thread that was started without its starter's.
    private static ExecutionContext CaptureEmpty()
    {
        ExecutionContext? empty = null;
        var thread = new Thread(() => empty = ExecutionContext.Capture());
        thread.UnsafeStart();
        thread.Join();
        return empty!;
    }
}
