namespace Lti.Storage.Benchmarks;

/// <summary>This library: a storage as an application constructs it.</summary>
internal sealed class StorageContender(ILtiStorage storage) : IContender
{
    public ILtiStorage Storage { get; } = storage;

    public ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key) => Storage.FindLaunchConfigAsync(key);

    public ValueTask StoreNonceAsync(string nonce, TimeSpan lifetime) => Storage.StoreNonceAsync(nonce, lifetime);

    public ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce) => Storage.ConsumeNonceAsync(nonce);

    public ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan lifetime) => Storage.ClaimNonceAsync(nonce, lifetime);

    public ValueTask AddSessionAsync(LtiSession session, TimeSpan lifetime) => Storage.AddSessionAsync(session, lifetime);

    public ValueTask<LtiSession?> FindSessionAsync(Guid id) => Storage.FindSessionAsync(id);

    public ValueTask<NonceOutcome> CompleteLaunchAsync(string nonce, LtiSession session, TimeSpan lifetime)
        => Storage.CompleteLaunchAsync(nonce, session, lifetime);

    public ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id) => Storage.ConsumeRegistrationSessionAsync(id);

    public ValueTask DisposeAsync() => Storage.DisposeAsync();
}
