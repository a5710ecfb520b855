namespace Lti.Storage.Benchmarks;

/// <summary>Adds a session built from 4 KB of claims.</summary>
internal sealed class AddSession() : StoringOperation("add-session")
{
    private LtiSession[] _sessions = [];

    public override PgbenchScript Script { get; } = PgbenchScript.Of(
        NpgsqlStatements.AddSession, PgbenchScript.NewSessionId, PgbenchScript.Document, PgbenchScript.Lifetime);

    public override int MaxCalls => 20_000;

    public override int MaxCallsInMemory => 5_000;

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken)
    {
        _sessions = Stock.NewSessions(calls);
        return Task.CompletedTask;
    }

    protected override ValueTask CallAsync(IContender contender, int call, CancellationToken cancellationToken) => contender.AddSessionAsync(_sessions[call], Lifetime, cancellationToken);
}
