namespace Lti.Storage.Benchmarks;

/// <summary>Runs the operations of a launch on the library's tables with the guarantees of its contract.</summary>
/// <remarks>
/// A nonce is used at most once and durably. A launch completes as a whole or not at all. The database counts lifetimes. A caller can
/// cancel. Each member returns the same as the member of that name in <see cref="ILtiStorage"/>, unless it says otherwise.
/// </remarks>
internal interface IContender : IAsyncDisposable
{
    ValueTask<LtiClient?> FindClientAsync(string issuer, string clientId, CancellationToken cancellationToken);

    /// <summary>Finds the client that a login request is for. Null if there is none or if it is disabled.</summary>
    ValueTask<LtiClient?> ResolveLoginAsync(string issuer, string clientId, CancellationToken cancellationToken);

    ValueTask BeginLoginAsync(LtiLogin login, TimeSpan lifetime, CancellationToken cancellationToken);

    ValueTask<LtiLogin?> FindLoginAsync(string state, CancellationToken cancellationToken);

    ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken);

    ValueTask StoreNonceAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken);

    ValueTask<NonceOutcome> ConsumeNonceAsync(string nonce, CancellationToken cancellationToken);

    ValueTask<bool> ClaimNonceAsync(string nonce, TimeSpan lifetime, CancellationToken cancellationToken);

    ValueTask AddSessionAsync(LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken);

    ValueTask<LtiSession?> FindSessionAsync(Guid id, CancellationToken cancellationToken);

    ValueTask<bool> DeleteSessionAsync(Guid id, CancellationToken cancellationToken);

    ValueTask<NonceOutcome> CompleteLaunchAsync(string nonce, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken);

    ValueTask<NonceOutcome> CompleteLaunchAsync(LtiLogin login, LtiSession session, TimeSpan lifetime, CancellationToken cancellationToken);

    ValueTask<LtiRegistrationSession?> ConsumeRegistrationSessionAsync(Guid id, CancellationToken cancellationToken);
}
