namespace Lti.Storage.Benchmarks;

/// <summary>Uses a stored login up and adds a session in one step.</summary>
internal sealed class CompleteLogin() : Operation<NonceOutcome>("complete-login")
{
    private LtiLogin[] _logins = [];
    private LtiSession[] _sessions = [];

    public override int MaxCalls => 20_000;

    public override int MaxCallsInMemory => 5_000;

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken)
    {
        _sessions = Stock.NewSessions(calls);
        return rows.AddLoginsAsync(_logins = Stock.NewLogins(calls), cancellationToken);
    }

    protected override ValueTask<NonceOutcome> CallAsync(IContender contender, int call, CancellationToken cancellationToken)
        => contender.CompleteLaunchAsync(_logins[call], _sessions[call], Lifetime, cancellationToken);

    protected override bool IsRight(NonceOutcome answer) => answer == NonceOutcome.Consumed;
}
