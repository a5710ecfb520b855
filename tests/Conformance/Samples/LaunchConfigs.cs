namespace Lti.Storage.Conformance.Samples;

/// <summary>Saves launch configurations whatever was stored before.</summary>
internal static class LaunchConfigs
{
    public static async ValueTask<LtiLaunchConfig> SaveConfigAsync(
        this ILaunchStore store, LaunchKey key, LtiEndpoints endpoints, CancellationToken cancellationToken = default)
        => (await store.SaveLaunchConfigAsync(key, endpoints, ExistingEndpoints.Replace, cancellationToken)).Config;
}
