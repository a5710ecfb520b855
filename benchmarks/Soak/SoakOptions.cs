namespace Lti.Storage.Benchmarks;

/// <summary>What <c>soak</c> is asked for.</summary>
/// <param name="Minutes">How long it runs.</param>
/// <param name="Rate">Launches a second.</param>
/// <param name="Connections">The size of the pool.</param>
/// <param name="Json">Where to write the samples, or null.</param>
/// <param name="Plots">The folder to draw them into, or null.</param>
internal sealed record SoakOptions(double Minutes, int Rate, int Connections, FileInfo? Json, DirectoryInfo? Plots)
{
    public const double DefaultMinutes = 10;
    public const int DefaultRate = 50;

    private const int Samples = 120;

    public TimeSpan Duration => TimeSpan.FromMinutes(Minutes);

    /// <summary>How long nonces and sessions live: as many come as go long before the half.</summary>
    public TimeSpan Lifetime => TimeSpan.FromSeconds(Math.Clamp(Duration.TotalSeconds / 12, 0.5, 60));

    public TimeSpan CleanupInterval => Lifetime / 2;

    public TimeSpan SampleInterval => TimeSpan.FromSeconds(Math.Clamp(Duration.TotalSeconds / Samples, 0.25, 60));

    /// <summary>Room in the cache for the sessions of so short a time that it is full long before the half.</summary>
    public int CachedSessions => (int)Math.Clamp(Rate * Lifetime.TotalSeconds, 3, 1000);
}
