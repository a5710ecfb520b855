namespace Lti.Storage.Cli.Doctor.Checks;

/// <summary>The findings about issuers, client IDs and deployment IDs that a launch is unlikely to match.</summary>
internal static class TwinFindings
{
    private const string CorrectClient = "Correct or remove the other with lti-storage clients update or clients remove.";
    private const string CorrectDeployment = "Correct or remove the other with lti-storage deployments update or deployments remove.";

    public static Finding OfIssuers(string one, string other) => Finding.Warning(
        $"The issuers '{one}' and '{other}' differ only by a final slash, by case or by space.",
        $"A launch finds a client by the exact issuer. Keep the one that the platform sends. {CorrectClient}");

    public static Finding OfClientIds(string issuer, string one, string other) => Finding.Warning(
        $"The client IDs '{one}' and '{other}' of the issuer '{issuer}' differ only by case or by space.",
        $"A launch finds a client by the exact client ID. Keep the one that the platform sends. {CorrectClient}");

    public static Finding OfDeploymentIds(string client, string one, string other) => Finding.Warning(
        $"The deployment IDs '{one}' and '{other}' of client {client} differ only by case or by space.",
        $"A launch finds a deployment by the exact deployment ID. Keep the one that the platform sends. {CorrectDeployment}");

    public static Finding OfSpaceInClient(string client, bool isInIssuer)
        => OfSpace(isInIssuer ? "issuer" : "client ID", $"client {client}", "Correct it with lti-storage clients update.");

    public static Finding OfSpaceInDeployment(string deployment, string client) => OfSpace(
        "deployment ID", $"deployment {deployment} of client {client}", "Correct it with lti-storage deployments update.");

    /// <summary>Returns the findings, or one that says that there are none.</summary>
    public static IReadOnlyList<Finding> OrNone(IReadOnlyList<Finding> findings) => findings.Count > 0
        ? findings
        : [Finding.Ok("No two issuers, client IDs or deployment IDs differ only by case, by space or by a final slash.")];

    private static Finding OfSpace(string value, string owner, string advice)
        => Finding.Warning($"The {value} of the {owner} begins or ends with space. A launch without the space does not match it.", advice);
}
