using System.Runtime.InteropServices;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>The deadline of one attempt.</summary>
/// <remarks>
/// Npgsql cancels a command that times out. A primary that waits for its synchronous standby answers the cancellation with a success. So
/// later answers are ignored.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly struct RunningDeadline(int seconds, long start)
{
    /// <summary>The timeout of the next command in whole seconds. At least 1, or 0 for none.</summary>
    public int Seconds => seconds == 0 ? 0 : Math.Max(1, (int)Math.Ceiling(seconds - Elapsed.TotalSeconds));

    private TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(start);

    /// <exception cref="TimeoutException">The deadline has passed.</exception>
    public void Require()
    {
        if (seconds > 0 && Elapsed >= TimeSpan.FromSeconds(seconds))
        {
            throw new TimeoutException();
        }
    }
}
