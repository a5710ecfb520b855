namespace Lti.Storage.Caching.Tests;

/// <summary>Contract rules that do not apply to a cache in memory. The tests of a provider with a database prove them.</summary>
internal static class Inapplicable
{
    public static IReadOnlyDictionary<string, string> Rules { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["L2"] = "Memory has no statements and no round trips.",
        ["E6"] = "Memory has no connections.",
        ["F1"] = "The cache passes on what the storage throws; Rules/OutageTests proves that.",
        ["F3"] = "A cache keeps nothing that must survive.",
        ["F2"] = "The cache works again with its storage; Rules/OutageTests proves that.",
    };
}
