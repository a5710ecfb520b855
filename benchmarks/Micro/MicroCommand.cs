using System.CommandLine;

namespace Lti.Storage.Benchmarks;

/// <summary>The command without a mode. It passes its arguments to BenchmarkDotNet.</summary>
internal sealed class MicroCommand : RootCommand
{
    private readonly Option<bool> _short = new("--short") { Description = "Two of the classes, once, to see that they run." };

    public MicroCommand(Run run)
        : base("""
            What the storage costs, and against what else.
            Without a mode: classes of BenchmarkDotNet, from a menu; where there is no terminal, as --short.
            Its own arguments work here too, such as --filter *Launch* or --list flat.
            """)
    {
        TreatUnmatchedTokensAsErrors = false;
        Options.Add(_short);
        SetAction((parsed, cancellationToken) => new MicroMode(run).RunAsync(parsed.UnmatchedTokens, parsed.GetValue(_short), cancellationToken));
    }
}
