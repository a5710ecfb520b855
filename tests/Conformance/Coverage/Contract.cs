using System.Text.RegularExpressions;

namespace Lti.Storage.Conformance.Coverage;

/// <summary>Reads the rules from the page <c>docs/reference/contract.md</c>.</summary>
internal static partial class Contract
{
    /// <summary>The rules about statements, connections and logs.</summary>
    /// <remarks>A provider that has these proves the rules in tests of its own. A provider without them says so.</remarks>
    public static IReadOnlySet<string> ProvedByProviders { get; } = new HashSet<string>(StringComparer.Ordinal) { "L2", "E6", "F1", "F2", "F3" };

    /// <summary>The rules of a capability that a provider may lack. It names all of them or none.</summary>
    public static IReadOnlySet<string> OfToolKeys { get; } = new HashSet<string>(StringComparer.Ordinal) { "T1", "T2", "T3", "T4", "T5", "T6" };

    /// <summary>The rules of another such capability.</summary>
    public static IReadOnlySet<string> OfAccessTokens { get; }
        = new HashSet<string>(StringComparer.Ordinal) { "A1", "A2", "A3", "A4", "A5", "A6", "A7" };

    /// <summary>The rules of another such capability.</summary>
    public static IReadOnlySet<string> OfPlatformKeySets { get; }
        = new HashSet<string>(StringComparer.Ordinal) { "P1", "P2", "P3", "P4", "P5" };

    /// <summary>The rules that a provider may name in <see cref="ConformanceFixture.NotApplicableRules"/>.</summary>
    public static IEnumerable<string> Optional => ProvedByProviders.Concat(OfToolKeys).Concat(OfAccessTokens).Concat(OfPlatformKeySets);

    public static IReadOnlyList<string> Rules { get; } = Read();

    private static List<string> Read()
    {
        using var page = typeof(Contract).Assembly.GetManifestResourceStream("contract.md") ?? throw new InvalidOperationException("The contract is not embedded.");
        using var reader = new StreamReader(page);
        return [.. Rule().Matches(reader.ReadToEnd()).Select(match => match.Groups["rule"].Value)];
    }

    [GeneratedRegex(@"^- \*\*(?<rule>[A-Z]\d+)\*\*", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Rule();
}
