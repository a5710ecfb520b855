namespace Lti.Storage.Benchmarks;

/// <summary>
/// One way to do what launches wait for, on the library's tables and with the guarantees of its contract: a nonce is used once, durably; a launch is
/// completed whole or not at all; lifetimes are counted by the database; a caller may give up. Each member answers as its namesake in <see cref="ILtiStorage"/>.
/// </summary>
internal interface IContender : IAsyncDisposable
{
    ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key, CancellationToken cancellationToken);

    ValueTask StoreNonceAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken);

    ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken);

    ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken);

    ValueTask AddSessionAsync(LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken);

    ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken);

    ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken);

    ValueTask<NonceOutcome> CompleteLaunchAsync(string nonce, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken);

    ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id, CancellationToken cancellationToken);
}
