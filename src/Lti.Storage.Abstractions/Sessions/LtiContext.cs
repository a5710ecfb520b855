namespace Lti.Storage;

/// <summary>Describes the course or other context of the launch.</summary>
/// <remarks>The library writes empty strings for values that the platform does not send.</remarks>
public sealed record LtiContext
{
    /// <summary>The platform's id of the context. A number is read as its text. Null if it is neither.</summary>
    public string? Id { get; init; }

    /// <summary>The short label. The id if the platform sends no label. A number is read as its text.</summary>
    public string? Label { get; init; }

    /// <summary>The title. Null if it is not a string.</summary>
    public string? Title { get; init; }

    /// <summary>The types as sent, such as <c>http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering</c>.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];
}
