using Lti.Storage.Sqlite.Internal.Connections;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Sqlite.Internal.Deployments;

/// <summary>Reads the columns of a deployment in the order of the table, from one of them on.</summary>
internal static class DeploymentRow
{
    public const int Columns = 6;

    public static LtiDeployment Read(SqliteDataReader row, int first = 0)
    {
        try
        {
            return Convert(row, first);
        }
        catch (Exception e) when (Unreadable.IsCause(e))
        {
            throw Unreadable.WithId("deployments", row, first + 1, e);
        }
    }

    private static LtiDeployment Convert(SqliteDataReader row, int first) => new()
    {
        ClientKey = new(row.GetId(first)),
        Id = new(row.GetId(first + 1)),
        DeploymentId = row.GetString(first + 2),
        Status = ToStatus(row.GetInt64(first + 3)),
        Name = row.GetText(first + 4),
        Description = row.GetText(first + 5),
    };

    // Another program may have written an unknown number, which must not accept launches.
    private static DeploymentStatus ToStatus(long number) => number switch
    {
        (long)DeploymentStatus.Active => DeploymentStatus.Active,
        (long)DeploymentStatus.Pending => DeploymentStatus.Pending,
        _ => DeploymentStatus.Disabled,
    };
}
