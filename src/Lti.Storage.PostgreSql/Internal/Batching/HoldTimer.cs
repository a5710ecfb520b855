namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>Ends holds a millisecond after the last start, on a thread of its own.</summary>
/// <remarks>A timer of .NET would call back on the thread pool, which may be busy.</remarks>
internal sealed class HoldTimer : IDisposable
{
    private static readonly TimeSpan _longest = TimeSpan.FromMilliseconds(1);

    private readonly AutoResetEvent _started = new(initialState: false);
    private bool _isRunning;
    private volatile bool _isDisposed;

    public void Start(AnsweredCallers callers)
    {
        if (!Interlocked.Exchange(ref _isRunning, true))
        {
            // It has no caller's context.
            new Thread(() => Run(callers)) { IsBackground = true, Name = "lti-storage holds" }.UnsafeStart();
        }

        _started.Set();
    }

    public void Dispose()
    {
        _isDisposed = true;
        _started.Set();
    }

    private void Run(AnsweredCallers callers)
    {
        while (!_isDisposed)
        {
            _started.WaitOne();
            while (_started.WaitOne(_longest) && !_isDisposed)
            {
                // A later hold starts its own millisecond.
            }

            callers.EndHolds();
        }
    }
}
