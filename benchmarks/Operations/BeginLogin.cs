namespace Lti.Storage.Benchmarks;

/// <summary>Stores a login and its nonce.</summary>
internal sealed class BeginLogin() : StoringOperation("begin-login")
{
    private LtiLogin[] _logins = [];

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken)
    {
        _logins = Stock.NewLogins(calls);
        return Task.CompletedTask;
    }

    protected override ValueTask CallAsync(IContender contender, int call, CancellationToken cancellationToken)
        => contender.BeginLoginAsync(_logins[call], Lifetime, cancellationToken);
}
