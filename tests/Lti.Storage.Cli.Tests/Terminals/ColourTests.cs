using System.Text.RegularExpressions;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Terminals;

public sealed class ColourTests
{
    private const string Escape = "\u001b[";
    private const string BoldRed = "\u001b[1;91m";

    [Fact]
    public async Task Results_on_a_terminal_have_colours_and_keep_to_its_width()
    {
        await using var database = await Database.CreateAsync();

        var (exitCode, shown) = await TerminalProcess.RunAsync("doctor", columns: 80, ("DATABASE_URL", database.ConnectionString));

        Assert.Equal(1, exitCode);
        Assert.Contains(BoldRed + "problem", shown, StringComparison.Ordinal);
        var results = shown.Split("\r\n").Where(line => !line.Contains("Using the database", StringComparison.Ordinal));
        Assert.All(results, line => Assert.InRange(VisibleLength(line), 0, 80));
    }

    [Fact]
    public async Task Terminal_gets_no_colours_if_none_are_wanted()
    {
        await using var database = await Database.CreateAsync();

        var (_, noColor) = await TerminalProcess.RunAsync(
            "doctor", columns: 80, ("DATABASE_URL", database.ConnectionString), ("NO_COLOR", "1"));
        var (_, dumb) = await TerminalProcess.RunAsync(
            "doctor", columns: 80, ("DATABASE_URL", database.ConnectionString), ("TERM", "dumb"));

        Assert.All([noColor, dumb], shown => Assert.DoesNotContain($"{Escape}3", shown, StringComparison.Ordinal));
        Assert.All([noColor, dumb], shown => Assert.Contains("problem", shown, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("FORCE_COLOR")]
    [InlineData("GITHUB_ACTIONS")]
    [InlineData("CLICOLOR_FORCE")]
    public async Task Pipe_gets_no_escape_sequence(string variable)
    {
        await using var database = await Database.CreateAsync();

        var run = await ToolProcess.RunAsync(
            ["doctor"], ("DATABASE_URL", database.ConnectionString), (variable, "true"), ("TERM", "xterm-256color"));

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain(run.Output + run.Errors, character => char.IsControl(character) && character != '\n');
    }

    private static int VisibleLength(string line)
        => Regex.Replace(line, "\u001b(\\[[0-9;?]*[A-Za-z]|=)", "", RegexOptions.ExplicitCapture, TimeSpan.FromMinutes(2)).Length;
}
