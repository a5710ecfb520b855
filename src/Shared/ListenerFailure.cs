using System.Diagnostics;

namespace Lti.Storage.Internal;

/// <summary>Keeps the exceptions of metric and invalidation listeners away from the operation that they listen to.</summary>
internal static class ListenerFailure
{
    /// <summary>Writes an exception to <see cref="Trace"/>: its type and its place, because its message may hold an id.</summary>
    /// <returns>True, so that it can stand in an exception filter.</returns>
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
