using System.Text.RegularExpressions;

namespace Lti.Storage.Docs.Tests.Operations;

/// <summary>Reads the tables and alerts of <c>docs/reference/operations.md</c>.</summary>
internal static partial class OperationsPage
{
    private static readonly string _text = Pages.Read("docs/reference/operations.md");

    /// <summary>Gets the rows of the tables of instruments with the name in Prometheus.</summary>
    public static IReadOnlyList<(PageInstrument Instrument, string Prometheus)> Instruments { get; } =
    [
        .. _text.Split("\n### ").Skip(1).SelectMany(section => Rows(section)
            .Where(cells => cells.Length == 5)
            .Select(cells => (
                new PageInstrument(Quoted(section)[0], Quoted(cells[0])[0], cells[1], Quoted(cells[2])[0], [.. Quoted(cells[3]).Order(StringComparer.Ordinal)]),
                Quoted(cells[4])[0]))),
    ];

    /// <summary>Gets the tags and their values.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> TagValues { get; } = Rows(_text.Split("\n## Tags\n")[1].Split("\n## ")[0])
        .ToDictionary(cells => Quoted(cells[0])[0], cells => Quoted(cells[1]), StringComparer.Ordinal);

    public static string Alerts { get; } = _text.Split("```yaml\n")[1].Split("```")[0];

    /// <summary>Returns the cells of the rows whose first cell is a name in code.</summary>
    private static IEnumerable<string[]> Rows(string section) => section.Split('\n')
        .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));

    private static IReadOnlyList<string> Quoted(string text) => [.. Code().Matches(text).Select(code => code.Groups["code"].Value)];

    [GeneratedRegex("`(?<code>[^`]*)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Code();
}
