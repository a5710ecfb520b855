using System.Text.Json;

namespace Lti.Storage.Cli.Sessions;

/// <summary>The JSON of <c>sessions show</c> for one session with its stored document.</summary>
internal sealed record SessionWithDocumentShape(
    Guid Id, string? Issuer, string? ClientId, string? DeploymentId, string? UserId, string ExpiresAt, JsonElement Document)
{
    public static SessionWithDocumentShape Of(LtiSession session)
    {
        var summary = SessionShape.Of(session);
        return new(summary.Id, summary.Issuer, summary.ClientId, summary.DeploymentId, summary.UserId, summary.ExpiresAt, session.Document);
    }
}
