using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Lti.Storage.Internal.Json;

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

    /// <summary>Writes the short names once each in a fixed order.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement? roleUris)
    {
        foreach (var (word, shortName) in _roles)
        {
            if (Has(roleUris, word))
            {
                writer.WriteStringValue(shortName);
            }
        }
    }

    /// <summary>Whether a role URI contains a word. A text is a list of one.</summary>
    public static bool Has(JsonElement? roleUris, string word)
    {
        if (roleUris is not { ValueKind: JsonValueKind.Array } list)
        {
            return Contains(roleUris, word);
        }

        foreach (var uri in list.EnumerateArray())
        {
            if (Contains(uri, word))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(JsonElement? uri, string word)
    {
        if (uri is not { ValueKind: JsonValueKind.String } text)
        {
            return false;
        }

        var raw = JsonMarshal.GetRawUtf8Value(text);
        if (raw.Contains((byte)'\\'))
        {
            return uri.Text()?.Contains(word, StringComparison.Ordinal) == true;
        }

        Span<byte> utf8 = stackalloc byte[32];
        return raw.IndexOf(utf8[..Encoding.ASCII.GetBytes(word, utf8)]) >= 0;
    }
}
