namespace Lti.Storage.Benchmarks;

/// <summary>The figures of one moment.</summary>
internal sealed record SoakSample(double Seconds, long Launches, IReadOnlyDictionary<string, double> Figures);
