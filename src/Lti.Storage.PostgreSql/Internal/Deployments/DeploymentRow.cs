using LinqToDB.Mapping;

namespace Lti.Storage.PostgreSql.Internal.Deployments;

[Table("deployments")]
internal sealed class DeploymentRow
{
    [Column("id"), PrimaryKey]
    public Guid Id { get; init; }

    [Column("client_id")]
    public Guid ClientKey { get; init; }

    [Column("deployment_id"), NotNull]
    public string DeploymentId { get; init; } = "";

    [Column("name"), Nullable]
    public string? Name { get; init; }

    [Column("description"), Nullable]
    public string? Description { get; init; }

    [Column("status"), NotNull]
    public string Status { get; init; } = "";

    public LtiDeployment ToDeployment() => new()
    {
        Id = new(Id),
        ClientKey = new(ClientKey),
        DeploymentId = DeploymentId,
        Status = StatusText.Read(Status),
        Name = Name,
        Description = Description,
    };
}
