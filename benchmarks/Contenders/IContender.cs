namespace Lti.Storage.Benchmarks;

/// <summary>
/// One way to do what launches wait for, on the library's tables and with the guarantees of its contract: a nonce is used once, durably; a launch is
/// completed whole or not at all; lifetimes are counted by the database. Each member answers as its namesake in <see cref="ILtiStorage"/>.
/// </summary>
internal interface IContender : IAsyncDisposable
{
    ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key);

    ValueTask StoreNonceAsync(string nonce, TimeSpan lifetime);

    ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce);

    ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan lifetime);

    ValueTask AddSessionAsync(LtiSession session, TimeSpan lifetime);

    ValueTask<LtiSession?> FindSessionAsync(Guid id);

    ValueTask<NonceOutcome> CompleteLaunchAsync(string nonce, LtiSession session, TimeSpan lifetime);

    ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id);
}
