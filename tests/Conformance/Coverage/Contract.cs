using System.Text.RegularExpressions;

namespace Lti.Storage.Conformance.Coverage;

/// <summary>The rules of <c>docs/reference/contract.md</c>, read from the page itself.</summary>
internal static partial class Contract
{
    /// <summary>
    /// Rules that mean nothing without statements, connections and logs: a provider that has them proves them in tests of its own, and one that hasn't
    /// says so.
    /// </summary>
    public static IReadOnlySet<string> ProvedByProviders { get; } = new HashSet<string>(StringComparer.Ordinal) { "L2", "E6", "F1", "F2" };

    public static IReadOnlyList<string> Rules { get; } = Read();

    private static List<string> Read()
    {
        using var page = typeof(Contract).Assembly.GetManifestResourceStream("contract.md") ?? throw new InvalidOperationException("The contract is not embedded.");
        using var reader = new StreamReader(page);
        return [.. Rule().Matches(reader.ReadToEnd()).Select(match => match.Groups["rule"].Value)];
    }

    [GeneratedRegex(@"^- \*\*(?<rule>[A-Z]\d+)\*\*", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rule();
}
