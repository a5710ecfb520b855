using Lti.Storage.PostgreSql;

namespace Lti.Storage.Benchmarks.PostgreSql;

/// <summary>This library's provider, as an application constructs it.</summary>
internal sealed class ProviderContender(string connectionString) : IContender
{
    private readonly PostgreSqlLtiStorage _storage = new(new PostgreSqlStorageOptions { ConnectionString = connectionString, MaxPoolSize = ContenderPool.Size });

    public ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key) => _storage.FindLaunchConfigAsync(key);

    public ValueTask StoreNonceAsync(string nonce, TimeSpan lifetime) => _storage.StoreNonceAsync(nonce, lifetime);

    public ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce) => _storage.ConsumeNonceAsync(nonce);

    public ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan lifetime) => _storage.ClaimNonceAsync(nonce, lifetime);

    public ValueTask AddSessionAsync(LtiSession session, TimeSpan lifetime) => _storage.AddSessionAsync(session, lifetime);

    public ValueTask<LtiSession?> FindSessionAsync(Guid id) => _storage.FindSessionAsync(id);

    public ValueTask<NonceOutcome> CompleteLaunchAsync(string nonce, LtiSession session, TimeSpan lifetime)
        => _storage.CompleteLaunchAsync(nonce, session, lifetime);

    public ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id) => _storage.ConsumeRegistrationSessionAsync(id);

    public ValueTask DisposeAsync() => _storage.DisposeAsync();
}
