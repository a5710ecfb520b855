using System.CommandLine;

namespace Lti.Storage.Benchmarks;

/// <summary>The command <c>draw</c>: figures that <c>compare</c> wrote before, of one run or of several that had an operation each.</summary>
internal sealed class DrawCommand : Command
{
    private readonly Argument<FileInfo[]> _files = new("files")
    {
        Description = "What compare --json wrote.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<DirectoryInfo?> _plots = OutputOption.Plots();

    public DrawCommand(Run run)
        : base("draw", "Draws figures that compare wrote before, and measures nothing.")
    {
        _plots.Required = true;
        Arguments.Add(_files);
        Options.Add(_plots);
        SetAction((parsed, cancellationToken) => RunAsync(run, parsed.GetRequiredValue(_files), parsed.GetRequiredValue(_plots)!, cancellationToken));
    }

    private static async Task<int> RunAsync(Run run, FileInfo[] files, DirectoryInfo folder, CancellationToken cancellationToken)
    {
        using var drawings = OutputFiles.Reserve(json: null, folder);
        var results = new List<ComparedResult>();
        foreach (var file in files)
        {
            results.AddRange(await JsonFile.ReadAsync<ComparedResult>(file, cancellationToken));
        }

        ComparedResult[] ordered = [.. results.OrderBy(result => Operations.All.ToList().FindIndex(known => known.Name == result.Operation))];
        await drawings.WriteAsync(ordered, plots => ComparePlots.Draw(plots, ordered));
        await run.Output.WriteLineAsync($"Drawn from {results.Count} figures.");
        return 0;
    }
}
