namespace Lti.Storage;

/// <summary>Finds launches and saves the configuration that verifies them.</summary>
/// <remarks>
/// Comparison, input limits, cancellation and outages are as in <see cref="IClientStore"/> (rules E1, E2, E5 and F1).
/// </remarks>
public interface ILaunchStore
{
    /// <summary>Finds the client and the deployment of a launch in one round trip (rules L2 and L6).</summary>
    /// <remarks>
    /// <para>
    /// An exact match of the deployment wins. Otherwise the client's active deployment <c>default</c> answers, if
    /// <see cref="LtiStorageOptions.UseDefaultDeployment"/> is true (rule L1). Dynamic registration may not know the deployment id yet. A
    /// deployment that is pending or disabled never falls back to <c>default</c> (rule L7).
    /// </para>
    /// <para>A change made through this storage shows in the next find (rule L3).</para>
    /// </remarks>
    /// <param name="key">The issuer, client id and deployment id of the launch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The outcome. It carries the client wherever it is known, so that the token can be verified before anything is decided.
    /// </returns>
    /// <exception cref="ArgumentException">A part of the key breaks the input limits (rule E2).</exception>
    ValueTask<LtiLaunch> FindLaunchAsync(LaunchKey key, CancellationToken cancellationToken = default);

    /// <summary>Creates the client and the deployment where they are absent, in one transaction (rules L4 and L8).</summary>
    /// <remarks>
    /// <para>
    /// Concurrent saves of one key with the same endpoints all succeed and leave one client and one deployment. A new client gets its
    /// issuer as its name. An existing client keeps its name.
    /// </para>
    /// <para>
    /// A save never changes <see cref="LtiClient.IsEnabled"/> or <see cref="LtiDeployment.Status"/>. New ones are enabled and active.
    /// </para>
    /// </remarks>
    /// <param name="key">The issuer, client id and deployment id.</param>
    /// <param name="endpoints">The URLs of the platform.</param>
    /// <param name="existing">Whether to refuse or to replace other endpoints of an existing client.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>What changed, and the stored configuration.</returns>
    /// <exception cref="ArgumentException">A part of the key or an endpoint breaks the input limits (rule E2).</exception>
    /// <exception cref="LtiConflictException">
    /// The client has other endpoints and <paramref name="existing"/> is <see cref="ExistingEndpoints.Refuse"/>. Its
    /// <see cref="LtiConflictException.Members"/> name the members that differ. Nothing was changed.
    /// </exception>
    ValueTask<SavedLaunchConfig> SaveLaunchConfigAsync(
        LaunchKey key,
        LtiEndpoints endpoints,
        ExistingEndpoints existing = ExistingEndpoints.Refuse,
        CancellationToken cancellationToken = default);
}
