using System.CommandLine;

namespace Lti.Storage.Benchmarks;

/// <summary>The command <c>scale</c>.</summary>
internal sealed class ScaleCommand : Command
{
    private readonly Option<int> _maxRows = NumberOption.Create(
        "--max-rows", "The most rows of each kind; measured at powers of ten up to it.", ScaleOptions.DefaultRows, ScaleOptions.LeastRows, ScaleOptions.MostRows);

    private readonly Option<int> _rounds = NumberOption.Create("--rounds", "How often each number of rows takes its turn.", ScaleOptions.DefaultRounds, 5, 1000);

    private readonly Option<IReadOnlyList<string>> _storages = NameOption.Create("--storage", "Which storages.", ScaleOptions.AllStorages, ScaleOptions.AllStorages);

    private readonly Option<FileInfo?> _json = OutputOption.Json();

    private readonly Option<DirectoryInfo?> _plots = OutputOption.Plots();

    public ScaleCommand(Run run)
        : base("scale", "Finds, consumption, cleanup and listings among a thousand rows and very many: fails where a call takes longer than its budget allows.")
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
