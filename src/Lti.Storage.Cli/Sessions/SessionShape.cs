using Lti.Storage.Cli.Output;

namespace Lti.Storage.Cli.Sessions;

/// <summary>A session without its document.</summary>
internal sealed record SessionShape(Guid Id, string? Issuer, string? ClientId, string? DeploymentId, string? UserId, string ExpiresAt)
{
    public static SessionShape Of(SessionSummary session) => new(
        session.Id, session.Issuer, session.ClientId, session.DeploymentId, session.UserId, Instant.Text(session.ExpiresAt));

    public static SessionShape Of(LtiSession session) => new(
        session.Id,
        session.Platform.Issuer,
        session.Platform.ClientId,
        session.Platform.DeploymentId,
        session.User.Id,
        Instant.Text(session.ExpiresAt!.Value));
}
