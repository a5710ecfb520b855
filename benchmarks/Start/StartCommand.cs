using System.CommandLine;

namespace Lti.Storage.Benchmarks;

/// <summary>The command <c>start</c>.</summary>
internal sealed class StartCommand : Command
{
    private readonly Option<int> _processes = NumberOption.Create("--processes", "The number of processes per contender.", StartOptions.DefaultProcesses, 5, 1000);

    private readonly Option<IReadOnlyList<string>> _contenders = NameOption.Create(
        "--contender", "The contenders to measure.", [.. Contender.OnServer.Keys], [.. Contender.OnServer.Keys]);

    private readonly Option<FileInfo?> _json = OutputOption.Json();

    public StartCommand(Run run)
        : base("start", "Measures the first launch of a fresh process: the cold start of a serverless platform.")
    {
        Options.Add(_processes);
        Options.Add(_contenders);
        Options.Add(_json);
        SetAction((parsed, cancellationToken) => new StartMode(run, Read(parsed)).RunAsync(cancellationToken));
    }

    private StartOptions Read(ParseResult parsed) => new(parsed.GetRequiredValue(_processes), parsed.GetRequiredValue(_contenders), parsed.GetValue(_json));
}
