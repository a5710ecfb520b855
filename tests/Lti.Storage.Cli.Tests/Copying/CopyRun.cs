using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Copying;

internal static class CopyRun
{
    /// <summary>Requires that a copy has succeeded. It reports its progress on standard error.</summary>
    public static ToolRun Copied(this ToolRun run)
    {
        Assert.True(run.ExitCode == 0, run.Errors);
        return run;
    }
}
