namespace Lti.Storage.Benchmarks;

internal sealed class DeploymentRow
{
    public Guid Id { get; set; }

    public required string DeploymentId { get; set; }

    public Guid ClientId { get; set; }
}
