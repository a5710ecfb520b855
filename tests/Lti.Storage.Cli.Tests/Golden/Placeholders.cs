using System.Globalization;
using System.Text.RegularExpressions;

namespace Lti.Storage.Cli.Tests.Golden;

/// <summary>Replaces ids, times and properties of the server, which differ from run to run.</summary>
internal static partial class Placeholders
{
    private const int Timeout = 1000;

    public static string Replace(string text)
    {
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        text = Id().Replace(text, id =>
        {
            ids.TryAdd(id.Value, $"00000000-0000-0000-0000-{(ids.Count + 1).ToString("D12", CultureInfo.InvariantCulture)}");
            return ids[id.Value];
        });
        text = Time().Replace(text, "2000-01-01T00:00:00Z");
        text = Server().Replace(text, "PostgreSQL <version>");
        text = Name().Replace(text, "he database '<name>' on <server>");
        text = Room().Replace(text, "Room for <n>, <n> open now");
        return LineEnd().Replace(text, "\n");
    }

    /// <summary>An id that the library made, but not an id of the help's examples.</summary>
    [GeneratedRegex("(?!01981d|5f0c4b)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Id();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", RegexOptions.None, Timeout)]
    private static partial Regex Time();

    /// <summary>The database's name and its server, in either case of the first letter.</summary>
    [GeneratedRegex(@"he database '[^']*' on \S+(?= \(from)", RegexOptions.None, Timeout)]
    private static partial Regex Name();

    [GeneratedRegex(@"PostgreSQL \d+(\.\d+)*", RegexOptions.ExplicitCapture, Timeout)]
    private static partial Regex Server();

    /// <summary>Spaces at the end of a line, which the help leaves.</summary>
    [GeneratedRegex(" +\n", RegexOptions.None, Timeout)]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"Room for \d+, \d+ open now", RegexOptions.None, Timeout)]
    private static partial Regex Room();
}
