namespace Lti.Storage.Cli.Tests.Running;

/// <summary>What a run of the tool left.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    /// <summary>The one line on standard error, with nothing on standard output and no trace of a stack.</summary>
    public string FailedWith(int exitCode)
    {
        Assert.Equal("", Output);
        var line = Assert.Single(Errors.TrimEnd('\n').Split('\n'));
        Assert.NotEmpty(line);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.Equal(exitCode, ExitCode);
        return line;
    }

    public ToolRun Succeeded()
    {
        Assert.Equal("", Errors);
        Assert.Equal(0, ExitCode);
        return this;
    }
}
