using System.CommandLine;

namespace Lti.Storage.Cli.Parsing;

/// <summary>A command with examples for its help.</summary>
/// <param name="name">Its name.</param>
/// <param name="description">The description in its help.</param>
/// <param name="examples">Command lines without the tool's name.</param>
internal sealed class ToolCommand(string name, string description, params string[] examples) : Command(name, description)
{
    public IReadOnlyList<string> Examples { get; } = examples;
}
