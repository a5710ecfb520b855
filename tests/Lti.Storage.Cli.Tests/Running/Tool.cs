using Lti.Storage.Cli.Output;
using Microsoft.Extensions.Configuration;

namespace Lti.Storage.Cli.Tests.Running;

/// <summary>Runs a command line in the process of the test.</summary>
/// <remarks>It sees only the given variables, and no stream of it is a terminal. <see cref="ToolProcess"/> runs the real program.</remarks>
internal static class Tool
{
    /// <summary>A folder without a settings file.</summary>
    public static string EmptyFolder { get; } = Directory.CreateTempSubdirectory("lti-cli").FullName;

    public static Task<ToolRun> RunAsync(IEnumerable<string> arguments, params (string Name, string? Value)[] variables)
        => RunAsync(arguments, EmptyFolder, variables);

    public static Task<ToolRun> RunAsync(
        IEnumerable<string> arguments, string folder, params (string Name, string? Value)[] variables)
        => RunUntilAsync(arguments, folder, variables, TestContext.Current.CancellationToken);

    /// <summary>Runs a command line until a token asks it to end, as the first signal does.</summary>
    public static Task<ToolRun> RunUntilAsync(IEnumerable<string> arguments, CancellationToken stop)
        => RunUntilAsync(arguments, EmptyFolder, [], stop);

    private static async Task<ToolRun> RunUntilAsync(
        IEnumerable<string> arguments, string folder, (string Name, string? Value)[] variables, CancellationToken stop)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await using var errors = new StringWriter { NewLine = "\n" };
        var host = new ToolHost
        {
            Output = output,
            Error = errors,
            Variables = Configuration(variables),
            Folder = folder,
            Terminal = new Terminal(),
        };
        var exitCode = await CommandLine.RunAsync([.. arguments], host, stop);
        return new(exitCode, output.ToString(), errors.ToString());
    }

    private static IConfiguration Configuration(IEnumerable<(string Name, string? Value)> variables) => new ConfigurationBuilder()
        .AddInMemoryCollection(variables
            .Where(variable => variable.Value is not null)
            .Select(variable => KeyValuePair.Create(variable.Name.Replace("__", ":", StringComparison.Ordinal), variable.Value)))
        .Build();
}
