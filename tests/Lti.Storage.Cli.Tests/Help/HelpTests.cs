using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lti.Storage.Cli.Tests.Golden;
using Lti.Storage.Cli.Tests.Running;

namespace Lti.Storage.Cli.Tests.Help;

public sealed class HelpTests
{
    public static TheoryData<string> AllCommands { get; } = [.. CommandTree.All.Select(command => command.Path)];

    [Fact]
    public async Task Help_of_every_command_has_examples()
    {
        var transcript = new Transcript();

        foreach (var (path, _) in CommandTree.All)
        {
            var run = await transcript.RunAsync([.. path.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
            Assert.Contains("Examples:\n  lti-storage ", run.Succeeded().Output, StringComparison.Ordinal);
        }

        transcript.ShouldMatch("help.txt");
    }

    [Theory]
    [MemberData(nameof(AllCommands))]
    public void Every_example_can_be_parsed(string path)
    {
        var command = CommandTree.All.Single(command => command.Path == path).Command;

        Assert.All(
            (command as Parsing.ToolCommand)?.Examples ?? [],
            example =>
            {
                // A shell reads the rest of the line itself.
                var line = example.Replace("\\\n", "", StringComparison.Ordinal).Replace('\'', '"').Split(['|', '>', '&'])[0];
                var parsed = RootCommands.Create().Parse(line);
                Assert.Empty(parsed.Errors);
                Assert.Equal(command.Name, parsed.CommandResult.Command.Name);
            });
    }

    [Theory]
    [MemberData(nameof(AllCommands))]
    public void Every_command_and_option_is_in_the_manual(string path)
    {
        var manual = File.ReadAllText(Path.Combine(Transcript.Root, "docs", "reference", "cli.md"));
        var command = CommandTree.All.Single(command => command.Path == path).Command;

        Assert.Contains($"lti-storage {path}".TrimEnd(), manual, StringComparison.Ordinal);
        Assert.All(
            command.Options.Where(option => option.Name is not ("--help" or "--version")),
            option => Assert.Contains($"`{option.Name}", manual, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_member_of_the_JSON_is_in_the_manual()
    {
        var manual = File.ReadAllText(Path.Combine(Transcript.Root, "docs", "reference", "cli.md"));
        var shapes = typeof(ExitCode).Assembly.GetTypes()
            .SelectMany(type => type.GetCustomAttributesData())
            .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute))
            .Select(attribute => (Type)attribute.ConstructorArguments[0].Value!);

        Assert.All(
            shapes.SelectMany(shape => shape.GetProperties()),
            property => Assert.Contains($"\"{JsonNamingPolicy.CamelCase.ConvertName(property.Name)}\":", manual, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Version_is_the_package_s()
    {
        var run = await ToolProcess.RunAsync(["--version"]);

        Assert.Matches(@"^\d+\.\d+\.\d+", run.Succeeded().Output);
    }
}
