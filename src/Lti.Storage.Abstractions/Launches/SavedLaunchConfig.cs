namespace Lti.Storage;

/// <summary>Holds a saved launch configuration and what the save changed.</summary>
/// <param name="Outcome">What the save changed.</param>
/// <param name="Config">The stored configuration with <see cref="LaunchConfigMatch.Exact"/>.</param>
public sealed record SavedLaunchConfig(SaveOutcome Outcome, LtiLaunchConfig Config);
