namespace Lti.Storage.Benchmarks;

/// <summary>What one call took, in the mean of one measurement.</summary>
internal sealed record MeanCall(double Microseconds, double Bytes);
