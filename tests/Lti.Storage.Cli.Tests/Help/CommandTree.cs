using System.CommandLine;

namespace Lti.Storage.Cli.Tests.Help;

/// <summary>Lists every command with its path. The root has the empty path.</summary>
internal static class CommandTree
{
    public static IReadOnlyList<(string Path, Command Command)> All { get; } = [.. Of("", RootCommands.Create())];

    private static IEnumerable<(string Path, Command Command)> Of(string path, Command command)
        => command.Subcommands.SelectMany(inner => Of($"{path} {inner.Name}".TrimStart(), inner)).Prepend((path, command));
}
