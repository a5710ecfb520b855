namespace Lti.Storage.Benchmarks;

/// <summary>This library as an application constructs it.</summary>
internal sealed class StorageContender(ILtiStorage storage) : IContender
{
    public ILtiStorage Storage { get; } = storage;

    public ValueTask<LtiClient?> FindClientAsync(string issuer, string clientId, CancellationToken cancellationToken)
        => Storage.FindClientAsync(issuer, clientId, cancellationToken);

    public async ValueTask<LtiClient?> ResolveLoginAsync(string issuer, string clientId, CancellationToken cancellationToken)
        => await Storage.ResolveLoginAsync(issuer, clientId, cancellationToken: cancellationToken) is { IsFound: true } resolved ? resolved.Client : null;

    public ValueTask BeginLoginAsync(LtiLogin login, TimeSpan lifetime, CancellationToken cancellationToken) => Storage.BeginLoginAsync(login, lifetime, cancellationToken);

    public ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken) => Storage.FindLoginAsync(state, cancellationToken);

    public ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken) => Storage.FindLaunchAsync(key, cancellationToken);

    public ValueTask StoreNonceAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken) => Storage.StoreNonceAsync(nonce, lifetime, cancellationToken);

    public ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken) => Storage.ConsumeNonceAsync(nonce, cancellationToken);

    public ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken) => Storage.ClaimNonceAsync(nonce, lifetime, cancellationToken);

    public ValueTask AddSessionAsync(LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken) => Storage.AddSessionAsync(session, lifetime, cancellationToken);

    public ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken) => Storage.FindSessionAsync(id, cancellationToken);

    public ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken) => Storage.DeleteSessionAsync(id, cancellationToken);

    public ValueTask<NonceOutcome> CompleteLaunchAsync(string nonce, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => Storage.CompleteLaunchAsync(nonce, session, lifetime, cancellationToken);

    public ValueTask<NonceOutcome> CompleteLaunchAsync(LtiLogin login, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken)
        => Storage.CompleteLaunchAsync(login, session, lifetime, cancellationToken);

    public ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id, CancellationToken cancellationToken) => Storage.ConsumeRegistrationSessionAsync(id, cancellationToken);

    public ValueTask DisposeAsync() => Storage.DisposeAsync();
}
