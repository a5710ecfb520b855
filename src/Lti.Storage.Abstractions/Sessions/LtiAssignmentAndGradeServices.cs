namespace Lti.Storage;

/// <summary>Describes Assignment and Grade Services 2.0 (the claim <c>lti-ags/claim/endpoint</c>).</summary>
public sealed record LtiAssignmentAndGradeServices
{
    /// <summary>The URL of this link's line item without its query string. Null if there is none.</summary>
    /// <remarks>The shared JSON has it. Some platforms tell line items apart by the query: use <see cref="LineItemUrl"/>.</remarks>
    public string? LineItem { get; init; }

    /// <summary>The URL of this link's line item as sent with its query string. Null if there is none.</summary>
    public string? LineItemUrl { get; init; }

    /// <summary>The URL of the context's line items with its query string. Null if not offered.</summary>
    public string? LineItems { get; init; }

    /// <summary>The OAuth2 scopes that the tool may ask for.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];
}
