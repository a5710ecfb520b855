namespace Lti.Storage.Benchmarks;

/// <summary>What the cache has of a launch.</summary>
public enum LaunchHit
{
    /// <summary>The deployment is stored.</summary>
    Exact,

    /// <summary><c>default</c> answers for it.</summary>
    Default,

    /// <summary>There is none.</summary>
    Unknown,
}
