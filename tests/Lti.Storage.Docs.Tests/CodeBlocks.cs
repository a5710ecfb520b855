using System.Text.RegularExpressions;
using Lti.Storage.Docs.Tests.Guide;

namespace Lti.Storage.Docs.Tests;

/// <summary>Finds the C# code on the pages.</summary>
internal static partial class CodeBlocks
{
    /// <summary>Gets each page with the number of a block on it.</summary>
    /// <remarks>The guide is left out: its blocks are parts of files, which have tests of their own.</remarks>
    public static TheoryData<string, int> All { get; } =
        [.. Pages.All.Where(page => page != GuidePage.Page).SelectMany(page => Of(page).Select((_, number) => (page, number)))];

    public static IReadOnlyList<string> Of(string page) => [.. Block().Matches(Pages.Read(page)).Select(block => block.Groups["code"].Value)];

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Block();
}
