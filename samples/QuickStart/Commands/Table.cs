using System.Globalization;

namespace QuickStart.Commands;

/// <summary>Prints results as a table with one line per file.</summary>
internal static class Table
{
    public static async Task WriteAsync(IReadOnlyList<IReadOnlyList<string>> rows, TextWriter output)
    {
        var widths = Enumerable.Range(0, rows[0].Count - 1).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            await output.WriteLineAsync(string.Join("  ", row.Select((cell, column) => column < widths.Length ? cell.PadRight(widths[column]) : cell)).TrimEnd());
        }
    }

    public static string YesNo(bool value) => value ? "yes" : "no";

    public static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes} B");

    public static string Time(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:F1} ms");

    /// <summary>Gets the first line of an error. Errors of the framework repeat the parameter name on a second line.</summary>
    public static string FirstLine(string text) => text.Split('\n')[0];

    /// <summary>Formats a mistake or a refusal as a note.</summary>
    public static string Note(string? mistake, string? refusal)
        => OneLine(mistake is not null ? $"NOT AS EXPECTED: {mistake}" : refusal is not null ? $"refused: {refusal}" : "", 400);

    /// <summary>Removes line breaks and control characters and shortens the text.</summary>
    public static string OneLine(string text, int width)
    {
        var clean = new string([.. text.Select(character => char.IsControl(character) || char.IsSurrogate(character) ? '?' : character)]);
        return clean.Length > width ? clean[..(width - 1)] + "…" : clean;
    }
}
