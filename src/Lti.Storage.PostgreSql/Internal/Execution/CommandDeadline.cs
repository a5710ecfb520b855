namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>The command timeout. It bounds each attempt of a call from its first command to the answer of its commit.</summary>
/// <param name="seconds">The timeout, or 0 for none.</param>
internal sealed class CommandDeadline(int seconds)
{
    public RunningDeadline Start() => new(seconds, TimeProvider.System.GetTimestamp());
}
