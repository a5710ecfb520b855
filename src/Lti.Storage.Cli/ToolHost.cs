using System.CommandLine;
using Lti.Storage.Cli.Output;
using Microsoft.Extensions.Configuration;

namespace Lti.Storage.Cli;

/// <summary>Gives a command line its standard streams, its terminal, its variables and its working directory.</summary>
/// <remarks>Commands read nothing of the process itself, so several command lines can run in one process.</remarks>
internal sealed class ToolHost : InvocationConfiguration
{
    public ToolHost()
    {
        // The tool handles signals and exceptions itself.
        EnableDefaultExceptionHandler = false;
        ProcessTerminationTimeout = null;
    }

    /// <summary>The environment variables. In their names <c>:</c> replaces <c>__</c>.</summary>
    public required IConfiguration Variables { get; init; }

    /// <summary>The working directory, where the settings files are.</summary>
    public required string Folder { get; init; }

    public required Terminal Terminal { get; init; }

    /// <summary>Returns the host of a command line that runs as this process.</summary>
    public static ToolHost OfProcess()
    {
        var variables = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        var terminal = Terminal.OfProcess(variables);
        return new ToolHost
        {
            Output = StandardStreams.OpenOutput(terminal.IsOutput),
            Error = StandardStreams.OpenErrors(),
            Variables = variables,
            Folder = Environment.CurrentDirectory,
            Terminal = terminal,
        };
    }
}
