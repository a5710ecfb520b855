namespace Lti.Storage.Cli.Tests.Running;

/// <summary>The exit code and the output of a run of the tool.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Errors)
{
    private const string Using = "Using the ";

    /// <summary>The lines on standard error without the one that names the database.</summary>
    public IReadOnlyList<string> Remarks => [.. Lines.Where(line => !line.StartsWith(Using, StringComparison.Ordinal))];

    /// <summary>The line on standard error that names the database; null if there is none.</summary>
    public string? NamedDatabase => Lines.SingleOrDefault(line => line.StartsWith(Using, StringComparison.Ordinal));

    private IEnumerable<string> Lines => Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Requires one line on standard error, nothing on standard output and no stack trace.</summary>
    public string FailedWith(int exitCode)
    {
        Assert.Equal("", Output);
        var line = Assert.Single(Remarks);
        Assert.DoesNotContain("   at ", line, StringComparison.Ordinal);
        Assert.Equal(exitCode, ExitCode);
        return line;
    }

    /// <summary>Requires exit code 0 and no error or warning.</summary>
    public ToolRun Succeeded()
    {
        Assert.Empty(Remarks);
        Assert.Equal(0, ExitCode);
        return this;
    }
}
