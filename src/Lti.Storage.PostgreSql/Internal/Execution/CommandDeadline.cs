namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>The command time-out, which bounds each attempt of a call from its first command to the answer of its commit.</summary>
/// <param name="seconds">The time-out, or 0 for none.</param>
internal sealed class CommandDeadline(int seconds)
{
    public RunningDeadline Start() => new(seconds, TimeProvider.System.GetTimestamp());
}
