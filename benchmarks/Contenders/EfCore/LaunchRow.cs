namespace Lti.Storage.Benchmarks;

/// <summary>A row of the launch query.</summary>
internal sealed record LaunchRow(ClientRow Client, DeploymentRow? Exact, DeploymentRow? Fallback);
