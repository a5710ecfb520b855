namespace Lti.Storage;

/// <summary>A platform's answer to a request for its key set.</summary>
public sealed class PlatformKeySetAnswer
{
    /// <summary>Creates an answer. The set is checked when <see cref="IPlatformKeySets"/> gets it (contract rule P5).</summary>
    /// <param name="utf8">The body of the answer. Do not change it afterwards.</param>
    /// <param name="maxAge">
    /// The <c>max-age</c> of the answer's <c>Cache-Control</c>. It counts as at least 5 minutes and at most 24 hours. Null: 24 hours.
    /// </param>
    public PlatformKeySetAnswer(ReadOnlyMemory<byte> utf8, TimeSpan? maxAge = null) => (Utf8, MaxAge) = (utf8, maxAge);

    /// <summary>The body of the answer.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>The <c>max-age</c> of the answer. Null if it has none.</summary>
    public TimeSpan? MaxAge { get; }
}
