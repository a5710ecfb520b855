using System.Text.RegularExpressions;
using Lti.Storage.Docs.Tests.Guide;

namespace Lti.Storage.Docs.Tests;

/// <summary>Finds the C# code on the pages.</summary>
internal static partial class CodeBlocks
{
    /// <summary>Gets each page with the number of a block on it.</summary>
    /// <remarks>The guide and the tutorial are left out: their blocks are parts of a program, which has tests of its own.</remarks>
    public static TheoryData<string, int> All { get; } =
        [.. Pages.All.Where(page => page is not (GuidePage.Page or ProviderTutorialTests.Page)).SelectMany(page => Of(page).Select((_, number) => (page, number)))];

    public static IReadOnlyList<string> Of(string page) => [.. Block().Matches(Pages.Read(page)).Select(block => block.Groups["code"].Value)];

    [GeneratedRegex("^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Block();
}
