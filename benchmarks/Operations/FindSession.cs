namespace Lti.Storage.Benchmarks;

/// <summary>Finds a session.</summary>
internal sealed class FindSession() : Operation<LtiSession?>("find-session")
{
    private IReadOnlyList<Guid> _ids = [];

    public override PgbenchScript Script { get; } = PgbenchScript.Of(NpgsqlStatements.FindSession, PgbenchScript.SessionId);

    public override int MaxCalls => KeysUsedAgain;

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken)
    {
        _ids = [.. rows.Sessions.Take(Stock.ActiveSessions)];
        return Task.CompletedTask;
    }

    protected override ValueTask<LtiSession?> CallAsync(IContender contender, int call, CancellationToken cancellationToken) => contender.FindSessionAsync(_ids[call % _ids.Count], cancellationToken);

    protected override bool IsRight(LtiSession? answer) => answer is not null;
}
