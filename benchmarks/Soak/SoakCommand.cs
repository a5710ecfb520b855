using System.CommandLine;

namespace Lti.Storage.Benchmarks;

/// <summary>The command <c>soak</c>.</summary>
internal sealed class SoakCommand : Command
{
    private readonly Option<double> _minutes = NumberOption.Create("--minutes", "How long it runs.", SoakOptions.DefaultMinutes, 0.1, 10_080);

    private readonly Option<int> _rate = NumberOption.Create("--rate", "Launches a second.", SoakOptions.DefaultRate, 1, 10_000);

    private readonly Option<int> _connections = NumberOption.Create("--connections", "The size of the pool.", ContenderPool.DefaultSize, 1, 1000);

    private readonly Option<FileInfo?> _json = OutputOption.Json();

    private readonly Option<DirectoryInfo?> _plots = OutputOption.Plots();

    public SoakCommand(Run run)
        : base("soak", "Mixed launches with cleanup beside them: fails where memory, handles, threads, connections or tables grow.")
    {
        Options.Add(_minutes);
        Options.Add(_rate);
        Options.Add(_connections);
        Options.Add(_json);
        Options.Add(_plots);
        SetAction((parsed, cancellationToken) => new SoakMode(run, Read(parsed)).RunAsync(cancellationToken));
    }

    private SoakOptions Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(_minutes), parsed.GetRequiredValue(_rate), parsed.GetRequiredValue(_connections), parsed.GetValue(_json), parsed.GetValue(_plots));
}
