using System.CommandLine;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.ToolKeys;

/// <summary>The option <c>--retire-days</c>: the program's own setting decides which keys are still published.</summary>
internal static class RetireOption
{
    public static Option<int?> Days { get; } = Inputs.Number(
        "--retire-days", "The program's option RetireFor in days. [default: 14]", 1, 365);

    public static TimeSpan RetireFor(this CommandRun run)
        => run.Value(Days) is { } days ? TimeSpan.FromDays(days) : new ToolKeyOptions().RetireFor;
}
