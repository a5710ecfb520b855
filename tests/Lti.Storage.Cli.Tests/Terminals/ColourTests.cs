using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Terminals;

public sealed class ColourTests
{
    private const string Escape = "\u001b[";
    private const string BoldRed = "\u001b[1;91m";

    [Fact]
    public async Task A_terminal_is_coloured_and_its_width_kept()
    {
        await using var database = await Database.CreateAsync();

        var (exitCode, shown) = await TerminalProcess.RunAsync("doctor", columns: 80, ("DATABASE_URL", database.ConnectionString));

        Assert.Equal(1, exitCode);
        Assert.Contains(BoldRed + "problem", shown, StringComparison.Ordinal);
        Assert.All(shown.Split("\r\n"), line => Assert.InRange(VisibleLength(line), 0, 80));
    }

    [Fact]
    public async Task No_colour_where_none_is_wanted()
    {
        await using var database = await Database.CreateAsync();

        var (_, noColor) = await TerminalProcess.RunAsync("doctor", columns: 80, ("DATABASE_URL", database.ConnectionString), ("NO_COLOR", "1"));
        var (_, dumb) = await TerminalProcess.RunAsync("doctor", columns: 80, ("DATABASE_URL", database.ConnectionString), ("TERM", "dumb"));

        Assert.All([noColor, dumb], shown => Assert.DoesNotContain($"{Escape}3", shown, StringComparison.Ordinal));
        Assert.All([noColor, dumb], shown => Assert.Contains("problem", shown, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("FORCE_COLOR")]
    [InlineData("GITHUB_ACTIONS")]
    [InlineData("CLICOLOR_FORCE")]
    public async Task What_is_no_terminal_gets_no_escape_sequence(string variable)
    {
        await using var database = await Database.CreateAsync();

        var run = await Tool.RunAsync(["doctor"], ("DATABASE_URL", database.ConnectionString), (variable, "true"), ("TERM", "xterm-256color"));

        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain(run.Output + run.Errors, character => char.IsControl(character) && character != '\n');
    }

    private static int VisibleLength(string line) => System.Text.RegularExpressions.Regex.Replace(line, "\u001b(\\[[0-9;?]*[A-Za-z]|=)", "", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Length;
}
