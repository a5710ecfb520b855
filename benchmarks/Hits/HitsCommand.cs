using System.CommandLine;

namespace Lti.Storage.Benchmarks;

/// <summary>The command <c>hits</c>.</summary>
internal sealed class HitsCommand : Command
{
    private readonly Option<int> _rounds = NumberOption.Create("--rounds", "How often each contender takes its turn.", HitsMode.DefaultRounds, 5, 10_000);

    public HitsCommand(Run run)
        : base("hits", "Hits of the cache side by side with other caches'.")
    {
        Options.Add(_rounds);
        SetAction((parsed, cancellationToken) => new HitsMode(run, parsed.GetRequiredValue(_rounds)).RunAsync(cancellationToken));
    }
}
