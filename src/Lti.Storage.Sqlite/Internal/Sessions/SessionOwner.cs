namespace Lti.Storage.Sqlite.Internal.Sessions;

/// <summary>The ids in a session's document by which sessions are filtered.</summary>
internal readonly record struct SessionOwner(string Issuer, string ClientId, string DeploymentId, string? UserId, string? ContextId)
{
    /// <summary>Reads the ids of a session that was checked: it names its platform.</summary>
    public static SessionOwner Create(LtiSession session) => new(
        session.Platform.Issuer!,
        session.Platform.ClientId!,
        session.Platform.DeploymentId!,
        session.User.Id,
        session.Context.Id);
}
