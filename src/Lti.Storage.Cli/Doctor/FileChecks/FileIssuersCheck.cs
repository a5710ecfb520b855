using Lti.Storage.Cli.Doctor.Checks;
using Lti.Storage.Sqlite.Internal.Connections;

namespace Lti.Storage.Cli.Doctor.FileChecks;

/// <summary>Finds issuers, client IDs and deployment IDs that a launch is unlikely to match.</summary>
internal sealed class FileIssuersCheck : ICheck<ExaminedFile>
{
    private const string Issuers = """
        SELECT min(issuer), max(issuer) FROM clients
        GROUP BY near(rtrim(near(issuer), '/'))
        HAVING count(DISTINCT issuer) > 1
        ORDER BY 1 LIMIT 5
        """;

    private const string ClientIds = """
        SELECT issuer, min(client_id), max(client_id) FROM clients
        GROUP BY issuer, near(client_id)
        HAVING count(DISTINCT client_id) > 1
        ORDER BY 1, 2 LIMIT 5
        """;

    private const string DeploymentIds = """
        SELECT client_key, min(deployment_id), max(deployment_id) FROM deployments
        GROUP BY client_key, near(deployment_id)
        HAVING count(DISTINCT deployment_id) > 1
        ORDER BY 1, 2 LIMIT 5
        """;

    private const string SpaceInClients = """
        SELECT id, length(near(issuer)) < length(issuer) FROM clients
        WHERE length(near(issuer)) < length(issuer) OR length(near(client_id)) < length(client_id)
        ORDER BY id LIMIT 5
        """;

    private const string SpaceInDeployments = """
        SELECT id, client_key FROM deployments
        WHERE length(near(deployment_id)) < length(deployment_id)
        ORDER BY id LIMIT 5
        """;

    public string Name => "issuers";

    public bool NeedsTables => true;

    public Task<IReadOnlyList<Finding>> FindAsync(ExaminedFile database, CancellationToken cancellationToken) => Task.FromResult(
        TwinFindings.OrNone(
        [
            .. database.Read(Issuers, static row => TwinFindings.OfIssuers(row.GetString(0), row.GetString(1))),
            .. database.Read(ClientIds, static row => TwinFindings.OfClientIds(row.GetString(0), row.GetString(1), row.GetString(2))),
            .. database.Read(
                DeploymentIds, static row => TwinFindings.OfDeploymentIds(row.GetId(0).ToString(), row.GetString(1), row.GetString(2))),
            .. database.Read(SpaceInClients, static row => TwinFindings.OfSpaceInClient(row.GetId(0).ToString(), row.GetBoolean(1))),
            .. database.Read(
                SpaceInDeployments, static row => TwinFindings.OfSpaceInDeployment(row.GetId(0).ToString(), row.GetId(1).ToString())),
        ]));
}
