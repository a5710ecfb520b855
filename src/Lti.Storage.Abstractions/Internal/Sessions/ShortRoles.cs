namespace Lti.Storage.Internal.Sessions;

/// <summary>Finds the short names of roles. A role is present if a role URI contains its word (compared ordinally).</summary>
internal static class ShortRoles
{
    public const string Instructor = "Instructor";
    public const string Learner = "Learner";
    public const string Administrator = "Administrator";

    private static readonly (string Word, string ShortName)[] _roles =
    [
        (Instructor, "instructor"),
        (Learner, "student"),
        (Administrator, "admin"),
        ("ContentDeveloper", "content-developer"),
        ("Member", "member"),
    ];

    public static string[] Of(IReadOnlyList<string> roleUris)
        => [.. _roles.Where(role => Has(roleUris, role.Word)).Select(role => role.ShortName)];

    public static bool Has(IReadOnlyList<string> roleUris, string word)
        => roleUris.Any(uri => uri.Contains(word, StringComparison.Ordinal));
}
