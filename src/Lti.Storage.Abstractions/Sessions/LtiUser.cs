namespace Lti.Storage;

/// <summary>Describes the user who launched.</summary>
/// <remarks>
/// Any member may be absent. An anonymous launch has no id. The text form shows only the roles: the rest is personal data.
/// </remarks>
public sealed record LtiUser
{
    /// <summary>The platform's id of the user: the <c>sub</c> claim. A number is read as its text. Null in an anonymous launch.</summary>
    public string? Id { get; init; }

    /// <summary>The full name or null.</summary>
    public string? Name { get; init; }

    /// <summary>The e-mail address or null.</summary>
    public string? Email { get; init; }

    /// <summary>The family name or null.</summary>
    public string? FamilyName { get; init; }

    /// <summary>The given name or null.</summary>
    public string? GivenName { get; init; }

    /// <summary>The short roles of the shared JSON. Do not grant rights by them.</summary>
    /// <remarks>
    /// They are <c>instructor</c>, <c>student</c>, <c>admin</c>, <c>content-developer</c> and <c>member</c>. They don't tell a role in the
    /// course from one in the institution. <see cref="LtiSession.RoleUris"/> has the roles as sent.
    /// </remarks>
    public IReadOnlyList<string> Roles { get; init; } = [];

    /// <summary>Returns only the roles: the rest is personal data.</summary>
    /// <returns>The name of the type and the short roles.</returns>
    public override string ToString() => $"{nameof(LtiUser)} {{ Roles = {string.Join(", ", Roles)} }}";
}
