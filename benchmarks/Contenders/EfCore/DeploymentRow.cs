namespace Lti.Storage.Benchmarks;

internal sealed class DeploymentRow
{
    public Guid Id { get; set; }

    public required string DeploymentId { get; set; }

    public Guid ClientId { get; set; }

    public required string Status { get; set; }

    public string? Name { get; set; }

    public string? Description { get; set; }

    public LtiDeployment ToDeployment() => new()
    {
        Id = new(Id),
        ClientKey = new(ClientId),
        DeploymentId = DeploymentId,
        Status = NpgsqlRows.Status(Status),
        Name = Name,
        Description = Description,
    };
}
