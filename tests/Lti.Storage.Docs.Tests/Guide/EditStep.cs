namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Asks the reader to change a file.</summary>
/// <param name="Section">The heading above it.</param>
/// <param name="File">The file's path in the reader's folder.</param>
/// <param name="Place">The place of the text in the file.</param>
/// <param name="Line">The line that the place refers to. Empty if it refers to none.</param>
/// <param name="Text">The text to write.</param>
internal sealed record EditStep(string Section, string File, EditPlace Place, string Line, string Text) : GuideStep(Section)
{
    /// <summary>Returns the file's text after the edit.</summary>
    /// <param name="current">The text before it. Null if the file does not exist.</param>
    public string Apply(string? current) => Place switch
    {
        EditPlace.WholeFile => Text,
        EditPlace.End => $"{Existing(current)}\n{Text}",
        EditPlace.Above => Existing(current).Replace($"\n{Line}\n", $"\n{Text}{Line}\n", StringComparison.Ordinal),
        EditPlace.InPlaceOf => Existing(current).Replace($"\n{Line}\n", $"\n{Text}", StringComparison.Ordinal),
        _ => throw new InvalidOperationException($"{Place} is no place."),
    };

    private string Existing(string? current)
    {
        var text = current ?? throw new InvalidOperationException($"{Section}: {File} does not exist yet.");
        var count = text.Split($"\n{Line}\n").Length - 1;
        return Line.Length == 0 || count == 1 ? text : throw new InvalidOperationException($"{Section}: {File} has the line '{Line}' {count} times.");
    }
}
