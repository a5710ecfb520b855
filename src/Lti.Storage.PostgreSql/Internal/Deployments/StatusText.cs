namespace Lti.Storage.PostgreSql.Internal.Deployments;

/// <summary>Writes and reads the text of a status in the column <c>deployments.status</c>.</summary>
internal static class StatusText
{
    public const string Active = "active";
    public const string Pending = "pending";
    public const string Disabled = "disabled";

    public static string Write(DeploymentStatus status) => status switch
    {
        DeploymentStatus.Active => Active,
        DeploymentStatus.Pending => Pending,
        _ => Disabled,
    };

    /// <summary>Reads a status. Another program may have written an unknown text, which must not accept launches.</summary>
    public static DeploymentStatus Read(string text) => text switch
    {
        Active => DeploymentStatus.Active,
        Pending => DeploymentStatus.Pending,
        _ => DeploymentStatus.Disabled,
    };
}
