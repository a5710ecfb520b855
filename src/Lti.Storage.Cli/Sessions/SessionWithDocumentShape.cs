using System.Text.Json;

namespace Lti.Storage.Cli.Sessions;

/// <summary>A session as <c>sessions show</c> prints one: what the list has of it, and its document as it is stored.</summary>
internal sealed record SessionWithDocumentShape(
    Guid Id, string? Issuer, string? ClientId, string? DeploymentId, string? UserId, string ExpiresAt, JsonElement Document)
{
    public static SessionWithDocumentShape Of(LtiSession session)
    {
        var summary = SessionShape.Of(session);
        return new(summary.Id, summary.Issuer, summary.ClientId, summary.DeploymentId, summary.UserId, summary.ExpiresAt, session.Document);
    }
}
