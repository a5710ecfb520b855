namespace Lti.Storage;

/// <summary>The published key set of the tool (JWKS, RFC 7517). Immutable.</summary>
public sealed class ToolKeySet
{
    internal ToolKeySet(byte[] utf8Json, string eTag, TimeSpan maxAge) => (Utf8Json, ETag, MaxAge) = (utf8Json, eTag, maxAge);

    /// <summary>The document as UTF-8 JSON. It contains public members only. All nodes return the same bytes (contract rule T5).</summary>
    public ReadOnlyMemory<byte> Utf8Json { get; }

    /// <summary>The strong entity tag of the document, in quotes, for the header <c>ETag</c> (RFC 9110).</summary>
    public string ETag { get; }

    /// <summary>The time that a platform may use its copy, for <c>Cache-Control: max-age</c>.</summary>
    /// <remarks>
    /// It is at most half of <see cref="ToolKeyOptions.AnnounceFor"/>. So a platform learns of a key before the key signs.
    /// </remarks>
    public TimeSpan MaxAge { get; }
}
