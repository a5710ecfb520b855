namespace Lti.Storage;

/// <summary>The link in the course that was opened.</summary>
public sealed record LtiResourceLink
{
    /// <summary>The platform's id of the link; null where it is no string.</summary>
    public string? Id { get; init; }

    /// <summary>The link's title, or null.</summary>
    public string? Title { get; init; }
}
