namespace Lti.Storage.Benchmarks.Tests;

/// <summary>Runs the calls of a launch on the floor and the others, which it does not have, on the provider with the same file.</summary>
internal sealed class SqliteFloor(SqliteContender floor, ILtiStorage rest) : IContender
{
    private readonly StorageContender _rest = new(rest);

    public ValueTask<LtiClient?> FindClientAsync(string issuer, string clientId, CancellationToken cancellationToken)
        => floor.FindClientAsync(issuer, clientId, cancellationToken);

    public ValueTask<LtiClient?> ResolveLoginAsync(string issuer, string clientId, CancellationToken cancellationToken)
        => floor.ResolveLoginAsync(issuer, clientId, cancellationToken);

    public ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken) => floor.FindLaunchAsync(key, cancellationToken);

    public ValueTask StoreNonceAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
        => floor.StoreNonceAsync(nonce, lifetime, cancellationToken);

    public ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken) => floor.ConsumeNonceAsync(nonce, cancellationToken);

    public ValueTask AddSessionAsync(LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => floor.AddSessionAsync(session, lifetime, cancellationToken);

    public ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken) => floor.FindSessionAsync(id, cancellationToken);

    public ValueTask<NonceOutcome> CompleteLaunchAsync(string nonce, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => floor.CompleteLaunchAsync(nonce, session, lifetime, cancellationToken);

    public ValueTask BeginLoginAsync(LtiLogin login, TimeSpan lifetime, CancellationToken cancellationToken)
        => _rest.BeginLoginAsync(login, lifetime, cancellationToken);

    public ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken) => _rest.FindLoginAsync(state, cancellationToken);

    public ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken)
        => _rest.ClaimNonceAsync(nonce, lifetime, cancellationToken);

    public ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken) => _rest.DeleteSessionAsync(id, cancellationToken);

    public ValueTask<NonceOutcome> CompleteLaunchAsync(LtiLogin login, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => _rest.CompleteLaunchAsync(login, session, lifetime, cancellationToken);

    public ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id, CancellationToken cancellationToken)
        => _rest.ConsumeRegistrationSessionAsync(id, cancellationToken);

    public ValueTask DisposeAsync() => floor.DisposeAsync();
}
