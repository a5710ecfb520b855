namespace Lti.Storage.Benchmarks;

/// <summary>The kind of answer that the cache holds.</summary>
public enum LaunchHit
{
    /// <summary>The deployment is registered.</summary>
    Exact,

    /// <summary>The deployment <c>default</c> answers.</summary>
    Default,

    /// <summary>No deployment answers.</summary>
    Unknown,
}
