namespace Lti.Storage;

/// <summary>The course or other context of the launch. The library writes empty strings where the platform sends none.</summary>
public sealed record LtiContext
{
    /// <summary>The platform's id of the context; null where it is no string.</summary>
    public string? Id { get; init; }

    /// <summary>The short label, or the id where the platform sends none; null where it is no string.</summary>
    public string? Label { get; init; }

    /// <summary>The title; null where it is no string.</summary>
    public string? Title { get; init; }
}
