namespace Lti.Storage;

/// <summary>Finds the configuration of a launch without its outcome.</summary>
public static class LaunchStoreExtensions
{
    /// <summary>Finds the launch configuration of a key.</summary>
    /// <param name="store">The storage.</param>
    /// <param name="key">The issuer, client id and deployment id of the launch.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>
    /// The configuration if the outcome is <see cref="LaunchOutcome.Found"/> or <see cref="LaunchOutcome.FoundThroughDefault"/>. Null
    /// otherwise: the tool must refuse the launch.
    /// </returns>
    /// <exception cref="ArgumentException">A part of the key breaks the input limits (rule E2).</exception>
    public static ValueTask<LtiLaunchConfig?> FindLaunchConfigAsync(
        this ILaunchStore store, LaunchKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        var found = store.FindLaunchAsync(key, cancellationToken);
        return found.IsCompletedSuccessfully ? new(found.Result.Config) : AwaitAsync(found);

        static async ValueTask<LtiLaunchConfig?> AwaitAsync(ValueTask<LtiLaunch> found) => (await found.ConfigureAwait(false)).Config;
    }
}
