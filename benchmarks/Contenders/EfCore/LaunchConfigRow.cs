namespace Lti.Storage.Benchmarks;

/// <summary>A row of the launch configuration query.</summary>
internal sealed record LaunchConfigRow(Guid ClientId, string AuthorizationUrl, string TokenUrl, string JwksUrl, Guid? Exact, Guid? Fallback);
