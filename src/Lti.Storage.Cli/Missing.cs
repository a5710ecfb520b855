namespace Lti.Storage.Cli;

/// <summary>The messages about objects that do not exist.</summary>
internal static class Missing
{
    /// <summary>Describes a missing object. A session's id is a bearer token, so the message leaves it out.</summary>
    public static string Describe(LtiEntity entity, Guid id) => entity switch
    {
        LtiEntity.Client => $"There is no client with the id {id}. Run lti-storage clients list to see the clients.",
        LtiEntity.Deployment => $"This client has no deployment with the id {id}. Run lti-storage deployments list to see its deployments.",
        _ => "There is no session with this id, or it has expired.",
    };

    public static AnswerException ToException(LtiEntity entity, Guid id) => new(Describe(entity, id));
}
