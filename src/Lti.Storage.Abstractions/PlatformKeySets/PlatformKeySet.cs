using System.Globalization;
using System.Security.Cryptography;
using Lti.Storage.Internal.PlatformKeySets;

namespace Lti.Storage;

/// <summary>The public keys of a platform. Immutable.</summary>
public sealed class PlatformKeySet
{
    private readonly ParsedKeySet _parsed;

    internal PlatformKeySet(string jwksUrl, ParsedKeySet parsed, DateTimeOffset fetchedAt, bool isStale)
        => (JwksUrl, _parsed, FetchedAt, IsStale) = (jwksUrl, parsed, fetchedAt, isStale);

    /// <summary>The address of the set.</summary>
    public string JwksUrl { get; }

    /// <summary>The set as the platform sent it, in UTF-8, without a byte order mark.</summary>
    /// <remarks><c>JsonWebKeySet</c> of Microsoft.IdentityModel.Tokens reads it.</remarks>
    public ReadOnlyMemory<byte> Utf8 => _parsed.Utf8;

    /// <summary>The ids of the keys of all kinds, in the order of the set. A key without an id is not among them.</summary>
    public IReadOnlyList<string> KeyIds => _parsed.KeyIds;

    /// <summary>The caller's time at which the set was fetched (rule E7).</summary>
    public DateTimeOffset FetchedAt { get; }

    /// <summary>True if the set is no longer fresh and no newer one could be fetched (contract rule P3).</summary>
    public bool IsStale { get; }

    /// <summary>Returns whether the set has a key of this id, whatever its kind. Ids compare ordinally.</summary>
    /// <param name="keyId">The id: <c>kid</c> of a token.</param>
    /// <returns>True if it has.</returns>
    public bool Contains(string keyId)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        return _parsed.Ids.Contains(keyId);
    }

    /// <summary>Finds an RSA key that verifies signatures.</summary>
    /// <param name="keyId">The id: <c>kid</c> of a token.</param>
    /// <param name="key">The public key. Each call returns arrays of its own.</param>
    /// <returns>
    /// True if the set has such a key. False if it has none of this id, or if the key is of another kind, is damaged or is not for
    /// signatures.
    /// </returns>
    public bool TryGetRsa(string keyId, out RSAParameters key)
    {
        ArgumentNullException.ThrowIfNull(keyId);
        var isFound = _parsed.RsaKeys.TryGetValue(keyId, out var found);
        key = isFound ? new RSAParameters { Modulus = [.. found.Modulus!], Exponent = [.. found.Exponent!] } : default;
        return isFound;
    }

    /// <summary>Returns the address, the number of keys and the age.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{KeyIds.Count} keys of {JwksUrl}, fetched at {FetchedAt:O}{(IsStale ? ", stale" : "")}");

    internal PlatformKeySet AsStale() => new(JwksUrl, _parsed, FetchedAt, isStale: true);

    internal ParsedKeySet Parsed => _parsed;
}
