namespace Lti.Storage;

/// <summary>
/// What a tool needs to verify a launch. Input, cancellation and failures are as in <see cref="IClientStore"/> (rules E1, E2, E5, F1).
/// </summary>
public interface ILaunchConfigStore
{
    /// <summary>
    /// Finds the launch configuration of a key. An exact match wins; otherwise, unless <see cref="LtiStorageOptions.UseDefaultDeployment"/> is off,
    /// the client's deployment <c>default</c> answers, since dynamic registration may not know its deployment id yet (rule L1). One round trip (rule L2).
    /// </summary>
    /// <param name="key">The issuer, client id and deployment id of the launch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The configuration, or null where the tool does not know this launch. Every change made through this storage shows in the next find (rule L3).
    /// </returns>
    /// <exception cref="ArgumentException">A part of the key breaks rule E2.</exception>
    ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Creates the client or replaces its endpoints, and ensures the deployment, in one transaction (rule L4). Concurrent saves of one key all
    /// succeed and leave one client and one deployment. A client that it creates is named by its issuer; an existing name stays.
    /// </summary>
    /// <param name="key">The issuer, client id and deployment id.</param>
    /// <param name="endpoints">Where the platform is reached.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The configuration as stored, with <see cref="LaunchConfigMatch.Exact"/>.</returns>
    /// <exception cref="ArgumentException">A part of the key or an endpoint breaks rule E2.</exception>
    ValueTask<LtiLaunchConfig> SaveLaunchConfigAsync(LaunchKey key, PlatformEndpoints endpoints, CancellationToken cancellationToken = default);
}
