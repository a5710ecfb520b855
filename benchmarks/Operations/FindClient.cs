namespace Lti.Storage.Benchmarks;

/// <summary>Finds the client of an issuer and client ID.</summary>
internal sealed class FindClient() : Operation<LtiClient?>("find-client")
{
    private readonly LaunchKey[] _keys = [.. Enumerable.Range(1, Stock.ActiveClients).Select(Stock.Key)];

    public override PgbenchScript Script { get; } = PgbenchScript.Of(NpgsqlStatements.FindClient, PgbenchScript.Issuer, PgbenchScript.ClientId);

    public override int MaxCalls => KeysUsedAgain;

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override ValueTask<LtiClient?> CallAsync(IContender contender, int call, CancellationToken cancellationToken)
    {
        var key = _keys[call % _keys.Length];
        return contender.FindClientAsync(key.Issuer, key.ClientId, cancellationToken);
    }

    protected override bool IsRight(LtiClient? answer) => answer is { IsEnabled: true };
}
