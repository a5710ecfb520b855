namespace Lti.Storage.Benchmarks;

/// <summary>Stores a new nonce.</summary>
internal sealed class StoreNonce() : StoringOperation("store-nonce")
{
    private string[] _nonces = [];

    public override PgbenchScript Script { get; } = PgbenchScript.Of(NpgsqlStatements.StoreNonce, PgbenchScript.Nonce, PgbenchScript.Lifetime);

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken)
    {
        _nonces = Stock.NewNonces(calls);
        return Task.CompletedTask;
    }

    protected override ValueTask CallAsync(IContender contender, int call, CancellationToken cancellationToken) => contender.StoreNonceAsync(_nonces[call], Lifetime, cancellationToken);
}
