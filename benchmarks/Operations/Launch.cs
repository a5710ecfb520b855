namespace Lti.Storage.Benchmarks;

/// <summary>Runs a whole launch: stores a nonce, finds the launch configuration and completes the launch.</summary>
internal sealed class Launch() : Operation<NonceOutcome>("launch")
{
    private readonly LaunchKey[] _keys = [.. Enumerable.Range(1, Stock.ActiveClients).Select(Stock.Key)];
    private string[] _nonces = [];
    private LtiSession[] _sessions = [];

    public override PgbenchScript Script { get; } = PgbenchScript.Of(NpgsqlStatements.StoreNonce, PgbenchScript.Nonce, PgbenchScript.Lifetime)
        .Then(NpgsqlStatements.FindLaunch, PgbenchScript.Issuer, PgbenchScript.ClientId, PgbenchScript.DeploymentId)
        .Then(NpgsqlStatements.CompleteLaunch, PgbenchScript.Nonce, PgbenchScript.NewSessionId, PgbenchScript.Document, PgbenchScript.Lifetime);

    public override int MaxCalls => 20_000;

    public override int MaxCallsInMemory => 5_000;

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken)
    {
        (_nonces, _sessions) = (Stock.NewNonces(calls), Stock.NewSessions(calls));
        return Task.CompletedTask;
    }

    protected override async ValueTask<NonceOutcome> CallAsync(IContender contender, int call, CancellationToken cancellationToken)
    {
        await contender.StoreNonceAsync(_nonces[call], Lifetime, cancellationToken);
        return await contender.FindLaunchAsync(_keys[call % _keys.Length], cancellationToken) is { IsFound: true }
            ? await contender.CompleteLaunchAsync(_nonces[call], _sessions[call], Lifetime, cancellationToken)
            : NonceOutcome.Unknown;
    }

    protected override bool IsRight(NonceOutcome answer) => answer == NonceOutcome.Consumed;
}
