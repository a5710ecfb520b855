using Lti.Storage.PostgreSqlServer;

namespace Lti.Storage.Benchmarks.Tests;

/// <summary>Runs the whole command in this process.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs the command as a user does.</summary>
    /// <param name="server">The connection string of a server's administrator. Null for no server.</param>
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

    /// <summary>Asserts exit code 2 and one error line with the reason.</summary>
    public void AssertRefused(string because)
    {
        Assert.Equal(2, ExitCode);
        Assert.Contains(because, Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }
}
