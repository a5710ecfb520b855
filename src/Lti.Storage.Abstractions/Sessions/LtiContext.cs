namespace Lti.Storage;

/// <summary>Describes the course or other context of the launch.</summary>
/// <remarks>The library writes empty strings for values that the platform does not send.</remarks>
public sealed record LtiContext
{
    /// <summary>The platform's id of the context. Null if it is not a string.</summary>
    public string? Id { get; init; }

    /// <summary>The short label. The id if the platform sends no label. Null if it is not a string.</summary>
    public string? Label { get; init; }

    /// <summary>The title. Null if it is not a string.</summary>
    public string? Title { get; init; }
}
