namespace Lti.Storage;

/// <summary>Assignment and Grade Services 2.0 (the claim <c>lti-ags/claim/endpoint</c>).</summary>
public sealed record LtiAssignmentAndGradeServices
{
    /// <summary>The line item of this link, without the query string that Moodle adds; null where there is none.</summary>
    public string? LineItem { get; init; }

    /// <summary>The line items of the context, with their query string; null where not offered.</summary>
    public string? LineItems { get; init; }

    /// <summary>The OAuth2 scopes that the tool may ask for.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];
}
