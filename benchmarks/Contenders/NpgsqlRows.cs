using Npgsql;

namespace Lti.Storage.Benchmarks;

/// <summary>Reads the rows of clients and launches. The columns of a client come first.</summary>
internal static class NpgsqlRows
{
    private const int Exact = 7;
    private const int Fallback = 11;

    public static LtiClient Client(NpgsqlDataReader row, string issuer, string clientId) => new()
    {
        Id = new(row.GetGuid(0)),
        Name = row.GetString(1),
        Issuer = issuer,
        ClientId = clientId,
        Endpoints = new LtiEndpoints
        {
            AuthorizationUrl = row.GetString(2),
            TokenUrl = row.GetString(3),
            JwksUrl = row.GetString(4),
            TokenAudience = TextOrNull(row, 5),
        },
        IsEnabled = row.GetBoolean(6),
    };

    /// <summary>Decides a launch. The row is null if the client is unknown.</summary>
    public static LtiLaunch Launch(NpgsqlDataReader? row, LaunchKey key)
    {
        if (row is null)
        {
            return LtiLaunch.Decide(client: null, exact: null, byDefault: null);
        }

        var client = Client(row, key.Issuer, key.ClientId);
        return LtiLaunch.Decide(
            client, Deployment(row, Exact, client, key.DeploymentId), Deployment(row, Fallback, client, LtiDeployment.DefaultDeploymentId));
    }

    /// <summary>Reads the text of a status. An unknown text counts as disabled.</summary>
    public static DeploymentStatus Status(string text) => text switch
    {
        "active" => DeploymentStatus.Active,
        "pending" => DeploymentStatus.Pending,
        _ => DeploymentStatus.Disabled,
    };

    private static LtiDeployment? Deployment(NpgsqlDataReader row, int first, LtiClient client, string deploymentId) => row.IsDBNull(first) ? null : new()
    {
        Id = new(row.GetGuid(first)),
        ClientKey = client.Id,
        DeploymentId = deploymentId,
        Status = Status(row.GetString(first + 1)),
        Name = TextOrNull(row, first + 2),
        Description = TextOrNull(row, first + 3),
    };

    private static string? TextOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
