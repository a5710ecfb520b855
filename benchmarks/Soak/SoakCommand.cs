using System.CommandLine;

namespace Lti.Storage.Benchmarks;

internal sealed class SoakCommand : Command
{
    public SoakCommand(Run run) : base("soak", "x") => SetAction((_, _) => Task.FromResult(run is null ? 1 : 0));
}
