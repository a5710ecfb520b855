namespace Lti.Storage;

/// <summary>Describes Names and Role Provisioning Services 2.0 (the claim <c>lti-nrps/claim/namesroleservice</c>).</summary>
public sealed record LtiNamesAndRolesService
{
    /// <summary>The URL of the context's members or null.</summary>
    public string? MembershipUrl { get; init; }

    /// <summary>The versions of the service that the platform speaks.</summary>
    public IReadOnlyList<string> Versions { get; init; } = [];
}
