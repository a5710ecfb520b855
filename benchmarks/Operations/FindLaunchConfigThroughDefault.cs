namespace Lti.Storage.Benchmarks;

/// <summary>Finds the launch configuration of an unknown deployment through <c>default</c>.</summary>
internal sealed class FindLaunchConfigThroughDefault() : Operation<LtiLaunch>("find-launch-config-default")
{
    private readonly LaunchKey[] _keys =
        [.. Enumerable.Range(1, Stock.ActiveClients).Select(client => Stock.Key(client) with { DeploymentId = Payload.DeploymentId })];

    public override int MaxCalls => KeysUsedAgain;

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override ValueTask<LtiLaunch> CallAsync(IContender contender, int call, CancellationToken cancellationToken) => contender.FindLaunchAsync(_keys[call % _keys.Length], cancellationToken);

    protected override bool IsRight(LtiLaunch answer) => answer.Outcome == LaunchOutcome.FoundThroughDefault;
}
