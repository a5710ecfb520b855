namespace Lti.Storage.Internal.Sessions;

/// <summary>Compares role URIs with the role vocabularies of LTI 1.3 (Core 1.3, appendix A.2). Comparison is ordinal.</summary>
internal static class RoleVocabulary
{
    private const string Membership = "http://purl.imsglobal.org/vocab/lis/v2/membership";
    private const string Institution = "http://purl.imsglobal.org/vocab/lis/v2/institution/person#";
    private const string System = "http://purl.imsglobal.org/vocab/lis/v2/system/person#";

    /// <summary>The vocabulary of LTI itself: it has the system role <c>TestUser</c>.</summary>
    private const string LtiSystem = "http://purl.imsglobal.org/vocab/lti/system/person#";

    private static readonly string[] _principals =
        ["Administrator", "ContentDeveloper", "Instructor", "Learner", "Manager", "Member", "Mentor", "Officer"];

    private static readonly string[] _teachingAssistants =
    [
        "TeachingAssistant", "TeachingAssistantGroup", "TeachingAssistantOffering", "TeachingAssistantSection",
        "TeachingAssistantSectionAssociation", "TeachingAssistantTemplate",
    ];

    /// <summary>Whether a role is the named context role or one of its sub-roles.</summary>
    public static bool HasContextRole(IReadOnlyList<string> roleUris, string name) => roleUris.Any(uri => IsContextRole(uri, name));

    public static bool HasInstitutionRole(IReadOnlyList<string> roleUris, string name)
        => roleUris.Any(uri => IsRole(uri, Institution, name));

    public static bool HasSystemRole(IReadOnlyList<string> roleUris, string name)
        => roleUris.Any(uri => IsRole(uri, System, name) || IsRole(uri, LtiSystem, name));

    public static bool IsTeachingAssistant(IReadOnlyList<string> roleUris)
        => _teachingAssistants.Any(name => HasContextRole(roleUris, name));

    private static bool IsContextRole(string uri, string name)
    {
        if (!uri.StartsWith(Membership, StringComparison.Ordinal))
        {
            // The short name of a context role. No other kind of role has one.
            return uri == name;
        }

        var role = uri.AsSpan(Membership.Length);
        if (role is ['#', .. var principal])
        {
            return principal.SequenceEqual(name);
        }

        if (role is not ['/', .. var path] || path.IndexOf('#') is not (> 0 and var hash))
        {
            return false;
        }

        // "Learner#Instructor" is a learner: the name of a principal role never matches another principal's sub-role.
        var subRole = path[(hash + 1)..];
        return path[..hash].SequenceEqual(name)
            || path.SequenceEqual(name)
            || (subRole.SequenceEqual(name) && !_principals.Contains(name, StringComparer.Ordinal));
    }

    private static bool IsRole(string uri, string vocabulary, string name)
        => uri.Length == vocabulary.Length + name.Length
            && uri.StartsWith(vocabulary, StringComparison.Ordinal)
            && uri.EndsWith(name, StringComparison.Ordinal);
}
