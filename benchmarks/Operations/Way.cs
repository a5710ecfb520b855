namespace Lti.Storage.Benchmarks;

/// <summary>Runs every call of a launch whose login is in a cookie: of the login, of the launch and of the page.</summary>
internal sealed class Way() : Operation<bool>("way")
{
    private readonly LaunchKey[] _keys = [.. Enumerable.Range(1, Stock.ActiveClients).Select(Stock.Key)];
    private string[] _nonces = [];

    public override int MaxCallsInMemory => 5_000;

    public override Task PrepareAsync(IRows rows, int calls, CancellationToken cancellationToken)
    {
        _nonces = Stock.NewNonces(calls);
        return Task.CompletedTask;
    }

    protected override async ValueTask<bool> CallAsync(IContender contender, int call, CancellationToken cancellationToken)
    {
        var (nonce, key) = (_nonces[call], _keys[call % _keys.Length]);

        // The login.
        if (await contender.ResolveLoginAsync(key.Issuer, key.ClientId, cancellationToken) is null)
        {
            return false;
        }

        await contender.StoreNonceAsync(nonce, Lifetime, cancellationToken);

        // The launch.
        if (await contender.FindClientAsync(key.Issuer, key.ClientId, cancellationToken) is null
            || await contender.FindLaunchAsync(key, cancellationToken) is not { IsFound: true })
        {
            return false;
        }

        var session = Payload.Session(nonce);
        if (await contender.CompleteLaunchAsync(nonce, session, Lifetime, cancellationToken) != NonceOutcome.Consumed)
        {
            return false;
        }

        // The page.
        return await contender.FindSessionAsync(session.Id, cancellationToken) is { } found && Payload.IsSessionOf(found, nonce);
    }

    protected override bool IsRight(bool answer) => answer;
}
