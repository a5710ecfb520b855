using System.CommandLine;

namespace Lti.Storage.Benchmarks;

/// <summary>The command <c>compare</c>.</summary>
internal sealed class CompareCommand : Command
{
    private readonly Option<double> _seconds = NumberOption.Create(
        "--seconds", "The measured seconds of each contender per operation and number of callers.", CompareOptions.DefaultSeconds, 0.1, 3600);

    private readonly Option<int> _rounds = NumberOption.Create("--rounds", "The number of rounds. Each contender runs once in a round.", CompareOptions.DefaultRounds, 5, 1000);

    private readonly Option<IReadOnlyList<int>> _callers = NumberOption.CreateList("--callers", "The numbers of concurrent callers.", CompareOptions.DefaultCallers, 1, 10_000);

    private readonly Option<int> _connections = NumberOption.Create("--connections", "The size of each contender's pool.", ContenderPool.DefaultSize, 1, 1000);

    private readonly Option<int> _custom = NumberOption.Create(
        "--custom", "The number of custom parameters in a launch. The default gives a session document of 6.5 KB.", Payload.DefaultCustomParameters, 0, 1000);

    private readonly Option<IReadOnlyList<string>> _operations = NameOption.Create(
        "--operation", "The operations to measure.", [.. Operations.Hot.Select(operation => operation.Name)], [.. Operations.All.Select(operation => operation.Name)]);

    private readonly Option<IReadOnlyList<string>> _contenders = NameOption.Create("--contender", "The contenders to measure.", Contender.Names, Contender.Names);

    private readonly Option<IReadOnlyList<string>> _storages = NameOption.Create(
        "--storage", "The storages whose contenders are measured.", CompareOptions.DefaultStorages, [.. Contender.ByStorage.Keys]);

    private readonly Option<FileInfo?> _json = OutputOption.Json();

    private readonly Option<DirectoryInfo?> _plots = OutputOption.Plots();

    public CompareCommand(Run run)
        : base("compare", "Compares the hot operations of this library with hand-written Npgsql, EF Core and pgbench, or on SQLite with hand-written statements.")
    {
        Options.Add(_seconds);
        Options.Add(_rounds);
        Options.Add(_callers);
        Options.Add(_connections);
        Options.Add(_custom);
        Options.Add(_operations);
        Options.Add(_contenders);
        Options.Add(_storages);
        Options.Add(_json);
        Options.Add(_plots);
        SetAction((parsed, cancellationToken) => new CompareMode(run, Read(parsed)).RunAsync(cancellationToken));
    }

    private CompareOptions Read(ParseResult parsed) => new(
        parsed.GetRequiredValue(_seconds),
        parsed.GetRequiredValue(_rounds),
        parsed.GetRequiredValue(_callers),
        parsed.GetRequiredValue(_connections),
        parsed.GetRequiredValue(_custom),
        parsed.GetRequiredValue(_operations),
        parsed.GetRequiredValue(_contenders),
        parsed.GetRequiredValue(_storages),
        parsed.GetValue(_json),
        parsed.GetValue(_plots));
}
