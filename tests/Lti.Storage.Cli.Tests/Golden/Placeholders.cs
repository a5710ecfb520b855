using System.Globalization;
using System.Text.RegularExpressions;

namespace Lti.Storage.Cli.Tests.Golden;

/// <summary>Replaces the parts that differ from run to run: ids and times and properties of the server.</summary>
internal static partial class Placeholders
{
    // In milliseconds. A busy machine must not fail a test.
    private const int Timeout = 120_000;

    public static string Replace(string text)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        text = Id().Replace(text, id =>
        {
            ids.TryAdd(id.Value, $"00000000-0000-0000-0000-{(ids.Count + 1).ToString("D12", CultureInfo.InvariantCulture)}");
            return ids[id.Value];
        });
        text = KeyId().Replace(text, "<key-of-the-library-1>");
        text = Time().Replace(text, "2000-01-01T00:00:00Z");
        text = Server().Replace(text, "PostgreSQL <version>");
        text = Name().Replace(text, "he database '<name>' on <server>");
        text = Room().Replace(text, "Room for <n>, <n> open now");
        return LineEnd().Replace(text, "\n");
    }

    /// <summary>An id that the library made. Ids of the help's examples stay.</summary>
    [GeneratedRegex("(?!01981d|5f0c4b)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Id();

    /// <summary>The id of a tool key that the library made. The placeholder is as long, so columns stay aligned.</summary>
    [GeneratedRegex("""(?<=key '|there: '|"keyId":"|"signingKeyId":"|^)[A-Za-z0-9_-]{22}(?=['"]|  )""", RegexOptions.Multiline, Timeout)]
    private static partial Regex KeyId();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", RegexOptions.None, Timeout)]
    private static partial Regex Time();

    /// <summary>The database's name and its server.</summary>
    [GeneratedRegex(@"he database '[^']*' on \S+(?= \(from)", RegexOptions.None, Timeout)]
    private static partial Regex Name();

    [GeneratedRegex(@"PostgreSQL \d+(\.\d+)*", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Server();

    /// <summary>Spaces that the help leaves at the end of a line.</summary>
    [GeneratedRegex(" +\n", RegexOptions.None, Timeout)]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"Room for \d+, \d+ open now", RegexOptions.None, Timeout)]
    private static partial Regex Room();
}
