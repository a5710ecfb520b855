namespace Lti.Storage.Benchmarks;

/// <summary>Finds the launch configuration of a deployment.</summary>
internal sealed class FindLaunchConfig() : Operation<LtiLaunch>("find-launch-config")
{
    private readonly LaunchKey[] _keys = [.. Enumerable.Range(1, Stock.ActiveClients).Select(Stock.Key)];

    public override PgbenchScript Script { get; } = PgbenchScript.Of(
        NpgsqlStatements.FindLaunch, PgbenchScript.Issuer, PgbenchScript.ClientId, PgbenchScript.DeploymentId);

    public override int MaxCalls => KeysUsedAgain;

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override ValueTask<LtiLaunch> CallAsync(IContender contender, int call, CancellationToken cancellationToken) => contender.FindLaunchAsync(_keys[call % _keys.Length], cancellationToken);

    protected override bool IsRight(LtiLaunch answer) => answer.Outcome == LaunchOutcome.Found;
}
