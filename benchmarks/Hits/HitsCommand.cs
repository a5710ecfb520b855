using System.CommandLine;

namespace Lti.Storage.Benchmarks;

/// <summary>The command <c>hits</c>.</summary>
internal sealed class HitsCommand : Command
{
    public HitsCommand(Run run)
        : base("hits", "Hits of the cache side by side with other caches'.")
        => SetAction((_, cancellationToken) => new HitsMode(run).RunAsync(cancellationToken));
}
