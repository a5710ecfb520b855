namespace Lti.Storage.Benchmarks;

/// <summary>Whether a figure grew.</summary>
/// <param name="Median">Its median over the second half.</param>
/// <param name="Trend">Its trend there.</param>
/// <param name="Allowed">What it may rise.</param>
/// <param name="Grows">Whether it rose by more, beyond what noise explains.</param>
internal sealed record GaugeVerdict(double Median, Trend Trend, double Allowed, bool Grows);
