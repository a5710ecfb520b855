using System.Text.RegularExpressions;

namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Reads the page that builds a tool as the steps of its reader.</summary>
internal static partial class GuidePage
{
    public const string Page = "docs/start/getting-started.md";

    private const string Program = "MyTool/Program.cs";

    /// <summary>Gets the steps in the order of the page.</summary>
    public static IReadOnlyList<GuideStep> Steps { get; } = [.. Read(Pages.Read(Page).ReplaceLineEndings("\n"))];

    /// <summary>Gets the headings of the parts that have steps.</summary>
    public static IReadOnlyList<string> Sections { get; } = [.. Steps.Select(step => step.Section).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<GuideStep> Read(string page)
    {
        foreach (var part in page.Split("\n## ").Skip(1))
        {
            var section = part[..part.IndexOf('\n', StringComparison.Ordinal)];
            foreach (Match block in Block().Matches(part))
            {
                var text = block.Groups["text"].Value;
                var steps = block.Groups["language"].Value == "sh"
                    ? text.Replace("\\\n", "", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new CommandStep(section, line))
                    : (IEnumerable<GuideStep>)[Edit(section, part[..block.Index], text)];
                foreach (var step in steps)
                {
                    yield return step;
                }
            }
        }
    }

    // The sentence just before a block says where its text goes.
    private static EditStep Edit(string section, string before, string text)
    {
        var sentence = before.TrimEnd().Split("\n\n")[^1].ReplaceLineEndings(" ");
        var place = Place().Match(sentence);
        var named = place.Groups["named"].Value;
        return place.Groups["verb"].Value switch
        {
            "Write" => new(section, named, EditPlace.WholeFile, "", text),
            "Add to the end of" => new(section, named, EditPlace.End, "", text),
            "Put above" => new(section, Program, EditPlace.Above, named, text),
            "Put in place of" => new(section, Program, EditPlace.InPlaceOf, named, text),
            _ => throw new InvalidOperationException($"{section}: no sentence says where this block goes: {sentence}\n{text}"),
        };
    }

    [GeneratedRegex("^```(?<language>[a-z]+)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Block();

    [GeneratedRegex("(?<verb>Write|Add to the end of|Put above|Put in place of) `(?<named>[^`]+)`:$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Place();
}
