namespace Lti.Storage;

/// <summary>What a deep linking request accepts (the claim <c>lti-dl/claim/deep_linking_settings</c>; Deep Linking 2.0, section 3.1).</summary>
public sealed record LtiDeepLinkingSettings
{
    /// <summary>Where the response is posted, or null.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>The content item types that are accepted.</summary>
    public IReadOnlyList<string> AcceptTypes { get; init; } = [];

    /// <summary>The document targets that are accepted.</summary>
    public IReadOnlyList<string> AcceptPresentationDocumentTargets { get; init; } = [];

    /// <summary>The media types that are accepted, whether the platform sent a comma-separated string (the specification) or a list (Moodle 3.7).</summary>
    public IReadOnlyList<string> AcceptMediaTypes { get; init; } = [];

    /// <summary>Whether several items may be returned; null where the platform doesn't say.</summary>
    public bool? AcceptMultiple { get; init; }

    /// <summary>Whether items are created without asking the user; null where the platform doesn't say.</summary>
    public bool? AutoCreate { get; init; }

    /// <summary>An opaque value to send back with the response, or null.</summary>
    public string? Data { get; init; }

    /// <summary>The name of the type and nothing else: return URL and data can hold tokens (rule E8).</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(LtiDeepLinkingSettings);
}
