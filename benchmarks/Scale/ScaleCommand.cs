using System.CommandLine;

namespace Lti.Storage.Benchmarks;

/// <summary>The command <c>scale</c>.</summary>
internal sealed class ScaleCommand : Command
{
    private readonly Option<int> _maxRows = NumberOption.Create(
        "--max-rows", "The largest number of rows of each kind. It measures at each power of ten up to it.", ScaleOptions.DefaultRows, ScaleOptions.LeastRows, ScaleOptions.MostRows);

    private readonly Option<int> _rounds = NumberOption.Create("--rounds", "The number of rounds. Each number of rows runs once in a round.", ScaleOptions.DefaultRounds, 5, 1000);

    private readonly Option<IReadOnlyList<string>> _storages = NameOption.Create("--storage", "The storages to measure.", ScaleOptions.DefaultStorages, ScaleOptions.AllStorages);

    private readonly Option<FileInfo?> _json = OutputOption.Json();

    private readonly Option<DirectoryInfo?> _plots = OutputOption.Plots();

    public ScaleCommand(Run run)
        : base("scale", "Measures the same calls among a thousand rows and among very many. It fails when a call exceeds its budget.")
    {
        Options.Add(_maxRows);
        Options.Add(_rounds);
        Options.Add(_storages);
        Options.Add(_json);
        Options.Add(_plots);
        SetAction((parsed, cancellationToken) => new ScaleMode(run, Read(parsed)).RunAsync(cancellationToken));
    }

    private ScaleOptions Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(_maxRows), parsed.GetRequiredValue(_rounds), parsed.GetRequiredValue(_storages), parsed.GetValue(_json), parsed.GetValue(_plots));
}
