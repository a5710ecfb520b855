namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>Finding the launch configuration of a deployment that is not stored, through <c>default</c>.</summary>
public class FindConfigThroughDefaultBenchmarks : StatementBenchmarks
{
    private readonly LaunchKey[] _keys = [.. Enumerable.Range(0, Calls).Select(i => new LaunchKey(Payload.Issuer, $"client-{i + 1}", Payload.DeploymentId))];

    internal override Task PrepareAsync() => Task.CompletedTask;

    internal override Task RunAsync(IContender contender) => Callers.RunAsync(
        CallersAtOnce,
        Calls,
        i => contender.FindLaunchConfigAsync(_keys[i]),
        config => config is { Match: LaunchConfigMatch.Default });
}
