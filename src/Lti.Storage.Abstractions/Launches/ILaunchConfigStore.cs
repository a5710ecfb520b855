namespace Lti.Storage;

/// <summary>Finds and saves the configuration that verifies a launch.</summary>
/// <remarks>
/// Comparison, input limits, cancellation and outages are as in <see cref="IClientStore"/> (rules E1, E2, E5 and F1).
/// </remarks>
public interface ILaunchConfigStore
{
    /// <summary>Finds the launch configuration of a key in one round trip (rule L2).</summary>
    /// <remarks>
    /// <para>
    /// An exact match wins. Otherwise the client's deployment <c>default</c> answers, if
    /// <see cref="LtiStorageOptions.UseDefaultDeployment"/> is true (rule L1). Dynamic registration may not know the deployment id yet.
    /// </para>
    /// <para>A change made through this storage shows in the next find (rule L3).</para>
    /// </remarks>
    /// <param name="key">The issuer, client id and deployment id of the launch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The configuration or null if the tool does not know this launch.</returns>
    /// <exception cref="ArgumentException">A part of the key breaks the input limits (rule E2).</exception>
    ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(LaunchKey key, CancellationToken cancellationToken = default);

    /// <summary>Creates the client or replaces its endpoints and ensures the deployment in one transaction (rule L4).</summary>
    /// <remarks>
    /// Concurrent saves of one key all succeed and leave one client and one deployment. A new client gets its issuer as its name. An
    /// existing client keeps its name.
    /// </remarks>
    /// <param name="key">The issuer, client id and deployment id.</param>
    /// <param name="endpoints">The URLs of the platform.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The stored configuration with <see cref="LaunchConfigMatch.Exact"/>.</returns>
    /// <exception cref="ArgumentException">A part of the key or an endpoint breaks the input limits (rule E2).</exception>
    ValueTask<LtiLaunchConfig> SaveLaunchConfigAsync(
        LaunchKey key, LtiEndpoints endpoints, CancellationToken cancellationToken = default);
}
