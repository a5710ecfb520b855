namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>
/// The command time-out. After it Npgsql cancels the statement, and a primary that waits for its synchronous standby answers that as if all were well,
/// with a warning that the commit may be lost. So an answer that comes later than this is none: what a caller's own data source lets through.
/// </summary>
/// <param name="seconds">The time-out, or 0 for none.</param>
internal sealed class CommandDeadline(int seconds)
{
    public int Seconds => seconds;

    public static long Start() => TimeProvider.System.GetTimestamp();

    /// <exception cref="TimeoutException">The answer came too late to be believed.</exception>
    public void Require(long start)
    {
        if (seconds > 0 && TimeProvider.System.GetElapsedTime(start) >= TimeSpan.FromSeconds(seconds))
        {
            throw new TimeoutException();
        }
    }
}
