using System.CommandLine;

namespace Lti.Storage.Benchmarks;

/// <summary>The command without a mode. It passes its arguments to BenchmarkDotNet.</summary>
internal sealed class MicroCommand : RootCommand
{
    private readonly Option<bool> _short = new("--short") { Description = "Runs a few classes with one iteration each to see that they work." };

    public MicroCommand(Run run)
        : base("""
            Measures the storage and its alternatives.
            Without a mode it offers a menu of BenchmarkDotNet classes. Without a terminal it does the same as --short.
            It also takes BenchmarkDotNet's own arguments such as --filter *Launch* or --list flat.
            """)
    {
        TreatUnmatchedTokensAsErrors = false;
        Options.Add(_short);
        SetAction((parsed, cancellationToken) => new MicroMode(run).RunAsync(parsed.UnmatchedTokens, parsed.GetValue(_short), cancellationToken));
    }
}
