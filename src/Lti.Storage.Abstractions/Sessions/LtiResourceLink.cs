namespace Lti.Storage;

/// <summary>Describes the link in the course that the user opened.</summary>
public sealed record LtiResourceLink
{
    /// <summary>The platform's id of the link. A number is read as its text. Null if it is neither.</summary>
    public string? Id { get; init; }

    /// <summary>The link's title or null.</summary>
    public string? Title { get; init; }
}
