namespace Lti.Storage;

/// <summary>Describes what a deep linking request accepts (Deep Linking 2.0, section 3.1).</summary>
/// <remarks>The claim is <c>lti-dl/claim/deep_linking_settings</c>.</remarks>
public sealed record LtiDeepLinkingSettings
{
    /// <summary>The URL that receives the response. Null if absent.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>The content item types that are accepted.</summary>
    public IReadOnlyList<string> AcceptTypes { get; init; } = [];

    /// <summary>The document targets that are accepted.</summary>
    public IReadOnlyList<string> AcceptPresentationDocumentTargets { get; init; } = [];

    /// <summary>The media types that are accepted.</summary>
    /// <remarks>The platform sends a comma-separated string (the specification) or a list (Moodle 3.7).</remarks>
    public IReadOnlyList<string> AcceptMediaTypes { get; init; } = [];

    /// <summary>Whether several items may be returned. Null if the platform doesn't say.</summary>
    public bool? AcceptMultiple { get; init; }

    /// <summary>Whether an item may come with a line item. Null if the platform doesn't say.</summary>
    public bool? AcceptLineItem { get; init; }

    /// <summary>Whether items are created without asking the user. Null if the platform doesn't say.</summary>
    public bool? AutoCreate { get; init; }

    /// <summary>The suggested title of the item. Null if absent.</summary>
    public string? Title { get; init; }

    /// <summary>The suggested text of the item. Null if absent.</summary>
    public string? Text { get; init; }

    /// <summary>An opaque value to send back with the response or null.</summary>
    public string? Data { get; init; }

    /// <summary>Returns only the name of the type: return URL and data can contain tokens (rule E8).</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(LtiDeepLinkingSettings);
}
