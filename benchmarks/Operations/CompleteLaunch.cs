namespace Lti.Storage.Benchmarks;

/// <summary>Consumes a nonce and adds a session in one step.</summary>
internal sealed class CompleteLaunch() : Operation<NonceOutcome>("complete-launch")
{
    private string[] _nonces = [];
    private LtiSession[] _sessions = [];

    public override PgbenchScript Script { get; } = PgbenchScript.Of(
        NpgsqlStatements.CompleteLaunch, PgbenchScript.Nonce, PgbenchScript.NewSessionId, PgbenchScript.Document, PgbenchScript.Lifetime) with
    {
        NeedsNonces = true,
    };

    public override int MaxCalls => 20_000;

    public override int MaxCallsInMemory => 5_000;

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken)
    {
        _sessions = Stock.NewSessions(calls);
        return rows.AddNoncesAsync(_nonces = Stock.NewNonces(calls), cancellationToken);
    }

    protected override ValueTask<NonceOutcome> CallAsync(IContender contender, int call, CancellationToken cancellationToken)
        => contender.CompleteLaunchAsync(_nonces[call], _sessions[call], Lifetime, cancellationToken);

    protected override bool IsRight(NonceOutcome answer) => answer == NonceOutcome.Consumed;
}
