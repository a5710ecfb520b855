namespace Lti.Storage.Benchmarks;

/// <summary>Finds a stored login by its state.</summary>
internal sealed class FindLogin() : Operation<LtiLogin?>("find-login")
{
    private LtiLogin[] _logins = [];

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken)
        => rows.AddLoginsAsync(_logins = Stock.NewLogins(calls), cancellationToken);

    protected override ValueTask<LtiLogin?> CallAsync(IContender contender, int call, CancellationToken cancellationToken)
        => contender.FindLoginAsync(_logins[call].State, cancellationToken);

    protected override bool IsRight(LtiLogin? answer) => answer is { TargetLinkUri: Payload.TargetLinkUri };
}
