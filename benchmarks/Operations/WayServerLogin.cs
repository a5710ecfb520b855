namespace Lti.Storage.Benchmarks;

/// <summary>Runs every call of a launch whose login is on the server: of the login, of the launch and of the page.</summary>
internal sealed class WayServerLogin() : Operation<bool>("way-server-login")
{
    private readonly LaunchKey[] _keys = [.. Enumerable.Range(1, Stock.ActiveClients).Select(Stock.Key)];
    private LtiLogin[] _logins = [];

    public override int MaxCallsInMemory => 5_000;

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken)
    {
        _logins = Stock.NewLogins(calls);
        return Task.CompletedTask;
    }

    protected override async ValueTask<bool> CallAsync(IContender contender, int call, CancellationToken cancellationToken)
    {
        var (begun, key) = (_logins[call], _keys[call % _keys.Length]);

        // The login.
        if (await contender.ResolveLoginAsync(key.Issuer, key.ClientId, cancellationToken) is null)
        {
            return false;
        }

        await contender.BeginLoginAsync(begun, Lifetime, cancellationToken);

        // The launch.
        if (await contender.FindLoginAsync(begun.State, cancellationToken) is not { } login
            || await contender.FindClientAsync(login.Issuer, login.ClientId, cancellationToken) is null
            || await contender.FindLaunchAsync(key, cancellationToken) is not { IsFound: true })
        {
            return false;
        }

        var session = Payload.Session(login.Nonce);
        if (await contender.CompleteLaunchAsync(login, session, Lifetime, cancellationToken) != NonceOutcome.Consumed)
        {
            return false;
        }

        // The page.
        return await contender.FindSessionAsync(session.Id, cancellationToken) is { } found && Payload.IsSessionOf(found, begun.Nonce);
    }

    protected override bool IsRight(bool answer) => answer;
}
