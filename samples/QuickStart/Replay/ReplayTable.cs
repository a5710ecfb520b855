using System.Globalization;

namespace QuickStart.Replay;

/// <summary>The results as a table for people, one line a file.</summary>
internal static class ReplayTable
{
    private static readonly string[] _head = ["file", "platform", "message type", "size", "stored", "equal", "replay refused", "time", ""];

    public static async Task WriteAsync(IReadOnlyList<FileResult> results, TextWriter output)
    {
        List<string[]> rows = [_head, .. results.Select(Cells)];
        var widths = Enumerable.Range(0, _head.Length - 1).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            await output.WriteLineAsync(string.Join("  ", row.Select((cell, column) => column < widths.Length ? cell.PadRight(widths[column]) : cell)).TrimEnd());
        }
    }

    private static string[] Cells(FileResult result) =>
    [
        OneLine(result.File, 100),
        OneLine(result.Platform, 28),
        OneLine(result.MessageType, 32),
        string.Create(CultureInfo.InvariantCulture, $"{result.Size} B"),
        YesNo(result.IsStored),
        result.RefusedBy is null ? YesNo(result.IsEqual) : "-",
        result.RefusedBy is null ? YesNo(result.IsReplayRefused) : "-",
        string.Create(CultureInfo.InvariantCulture, $"{result.Time.TotalMilliseconds:F1} ms"),
        OneLine(result.Mistake is { } mistake ? $"NOT AS EXPECTED: {mistake}" : result.RefusedBy is { } refusal ? $"refused: {refusal}" : "", 400),
    ];

    private static string YesNo(bool value) => value ? "yes" : "no";

    /// <summary>Text from a file, and its name, may hold line breaks and terminal controls.</summary>
    private static string OneLine(string text, int width)
    {
        var clean = new string([.. text.Select(character => char.IsControl(character) || char.IsSurrogate(character) ? '?' : character)]);
        return clean.Length > width ? clean[..(width - 1)] + "…" : clean;
    }
}
