using System.Diagnostics;

namespace Lti.Storage.Internal;

/// <summary>Runs code of listeners and loggers, so that the operation that they observe does not fail.</summary>
/// <remarks>An exception is reported to <see cref="Trace"/>. The measurement, span or log line is lost. The operation goes on.</remarks>
internal static class ListenerGuard
{
    /// <summary>Runs code that may call a listener.</summary>
    public static void Run<TState>(TState state, Action<TState> action)
    {
        try
        {
            action(state);
        }
        catch (Exception e) when (Report(e))
        {
        }
    }

    /// <summary>Creates an object. Returns null if a listener throws meanwhile.</summary>
    public static T? Create<T>(Func<T> create)
        where T : class
    {
        try
        {
            return create();
        }
        catch (Exception e) when (Report(e))
        {
            return null;
        }
    }

    /// <summary>Writes the type and place of an exception to <see cref="Trace"/>. Its message may contain an id.</summary>
    /// <returns>True, for use in an exception filter where a delegate would allocate.</returns>
    public static bool Report(Exception e)
    {
        try
        {
            Trace.TraceError(
                "Lti.Storage: a listener threw {0}. The operation was not affected. Correct the listener.\n{1}", e.GetType(), e.StackTrace);
        }
#pragma warning disable CA1031 // A trace listener is a listener too.
        catch (Exception)
#pragma warning restore CA1031
        {
        }

        return true;
    }
}
