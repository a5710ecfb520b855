using System.Diagnostics;

namespace Lti.Storage.Internal;

/// <summary>Reports exceptions of listeners, so that the operation that they listen to does not fail.</summary>
internal static class ListenerFailure
{
    /// <summary>Writes the type and place of an exception to <see cref="Trace"/>. Its message may contain an id.</summary>
    /// <returns>True, for use in an exception filter.</returns>
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
