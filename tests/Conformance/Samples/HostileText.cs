namespace Lti.Storage.Conformance.Samples;

/// <summary>Lists odd text that must be stored exactly (rule E1).</summary>
internal static class HostileText
{
    public static TheoryData<string> Storable { get; } =
    [
        "'; DROP TABLE nonces; --",
        "%_\\'\"`$1 {0} :name @p ?",
        " surrounded by spaces ",
        "tab\tnewline\ncarriage\rbell\u0007",
        "İstanbul ıi ß ẞ ﬁ",
        "e\u0301 is not \u00e9",
        "\u202eright to left\u202c\u200d\ufeff",
        "👩🏽‍🚀 𝒜 \ud83d\ude00",
        "null",
        "0",
        "\u0001\u001f\u007f\u0085",
        "../../etc/passwd",
        "<script>alert(1)</script>",
    ];

    /// <summary>Pairs that some collation, trimming or normalisation confuses.</summary>
    public static TheoryData<string, string> Distinct { get; } = new()
    {
        { "Client", "client" },
        { "https://a.example", "https://a.example/" },
        { "https://a.example", "https://A.example" },
        { "https://a.example", "https://a.example:443" },
        { "key", "key " },
        { "key", " key" },
        { "e\u0301", "\u00e9" },
        { "ss", "ß" },
        { "i", "ı" },
        { "a", "а" }, // Latin and Cyrillic
        { "a\u200d", "a" },
        { "1", "01" },
    };
}
