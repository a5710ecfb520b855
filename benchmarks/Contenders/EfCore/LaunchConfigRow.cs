namespace Lti.Storage.Benchmarks;

/// <summary>What the look-up of a launch configuration selects.</summary>
internal sealed record LaunchConfigRow(Guid ClientId, string AuthorizationUrl, string TokenUrl, string JwksUrl, Guid? Exact, Guid? Fallback);
