namespace Lti.Storage;

/// <summary>Who launched. Any member may be absent; an anonymous launch has no id. Its text form shows the roles only, since the rest is personal data.</summary>
public sealed record LtiUser
{
    /// <summary>The platform's id of the user, the <c>sub</c> claim; null in an anonymous launch.</summary>
    public string? Id { get; init; }

    /// <summary>The full name, or null.</summary>
    public string? Name { get; init; }

    /// <summary>The e-mail address, or null.</summary>
    public string? Email { get; init; }

    /// <summary>The family name, or null.</summary>
    public string? FamilyName { get; init; }

    /// <summary>The given name, or null.</summary>
    public string? GivenName { get; init; }

    /// <summary>
    /// The short roles: <c>instructor</c>, <c>student</c>, <c>admin</c>, <c>content-developer</c>, <c>member</c>. The role URIs as sent are in the claims.
    /// </summary>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>The roles alone: the rest is personal data.</summary>
    /// <returns>The name of the type and the short roles.</returns>
    public override string ToString() => $"{nameof(LtiUser)} {{ Roles = {string.Join(", ", Roles)} }}";
}
