namespace Lti.Storage.InMemory.Internal;

/// <summary>A session and where the index has it.</summary>
internal sealed record StoredSession(LtiSession Session, DeploymentSessions Deployment, UserSessions? User);
