namespace Lti.Storage.Benchmarks;

/// <summary>Claims a new nonce: stores it as used.</summary>
internal sealed class ClaimNonce() : Operation<bool>("claim-nonce")
{
    private string[] _nonces = [];

    public override PgbenchScript Script { get; } = PgbenchScript.Of(NpgsqlStatements.ClaimNonce, PgbenchScript.Nonce, PgbenchScript.Lifetime);

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken)
    {
        _nonces = Stock.NewNonces(calls);
        return Task.CompletedTask;
    }

    protected override ValueTask<bool> CallAsync(IContender contender, int call, CancellationToken cancellationToken) => contender.ClaimNonceAsync(_nonces[call], Lifetime, cancellationToken);

    protected override bool IsRight(bool answer) => answer;
}
