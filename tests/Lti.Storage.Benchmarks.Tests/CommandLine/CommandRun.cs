using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.Benchmarks.Tests;

/// <summary>The whole command, run in this process.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs it as a user would.</summary>
    /// <param name="server">The connection string of a server's administrator; null leaves no server to be found.</param>
    /// <param name="arguments">The arguments.</param>
    public static Task<CommandRun> OnAsync(string? server, params string[] arguments) => OnAsync(new StringWriter(), server, TestContext.Current.CancellationToken, arguments);

    public static async Task<CommandRun> OnAsync(StringWriter output, string? server, CancellationToken cancellationToken, params string[] arguments)
    {
        var error = new StringWriter();
        var options = new ServerOptions
        {
            Environment = name => name == "LTI_TEST_DATABASE_URL" ? server : null,
            DockerEndpoint = new Uri("tcp://127.0.0.1:1"),
            BinaryFolders = [],
        };
        var code = await BenchmarkCommand.RunAsync(new Run(output, error, arguments, options), cancellationToken);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>It ended with 2 and one line that says why.</summary>
    public void AssertRefused(string because)
    {
        Assert.Equal(2, ExitCode);
        Assert.Contains(because, Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
