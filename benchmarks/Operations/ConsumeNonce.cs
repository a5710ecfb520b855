namespace Lti.Storage.Benchmarks;

/// <summary>Consumes a stored nonce.</summary>
internal sealed class ConsumeNonce() : Operation<NonceOutcome>("consume-nonce")
{
    private string[] _nonces = [];

    public override PgbenchScript Script { get; } = PgbenchScript.Of(NpgsqlStatements.ConsumeNonce, PgbenchScript.Nonce) with { NeedsNonces = true };

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken)
        => rows.AddNoncesAsync(_nonces = Stock.NewNonces(calls), cancellationToken);

    protected override ValueTask<NonceOutcome> CallAsync(IContender contender, int call, CancellationToken cancellationToken) => contender.ConsumeNonceAsync(_nonces[call], cancellationToken);

    protected override bool IsRight(NonceOutcome answer) => answer == NonceOutcome.Consumed;
}
