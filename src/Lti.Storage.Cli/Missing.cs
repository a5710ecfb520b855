namespace Lti.Storage.Cli;

/// <summary>What is said of something that is not there.</summary>
internal static class Missing
{
    /// <summary>A session's id acts as a bearer and is not repeated.</summary>
    public static string Describe(LtiEntity entity, Guid id) => entity switch
    {
        LtiEntity.Client => $"There is no client with the id {id}. lti-storage clients list shows them.",
        LtiEntity.Deployment => $"This client has no deployment with the id {id}. lti-storage deployments list shows them.",
        _ => "There is no session with this id, or it has expired.",
    };

    public static AnswerException ToException(LtiEntity entity, Guid id) => new(Describe(entity, id));
}
