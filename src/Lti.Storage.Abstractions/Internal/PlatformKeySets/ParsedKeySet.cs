using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Lti.Storage.Internal.PlatformKeySets;

/// <summary>A key set that was read and checked. Immutable.</summary>
/// <param name="Utf8">Its bytes.</param>
/// <param name="KeyIds">The distinct ids of all keys, in the order of the set.</param>
/// <param name="RsaKeys">The RSA keys that verify signatures, by their ids.</param>
internal sealed record ParsedKeySet(
    ReadOnlyMemory<byte> Utf8, IReadOnlyList<string> KeyIds, FrozenDictionary<string, RSAParameters> RsaKeys)
{
    public FrozenSet<string> Ids { get; } = KeyIds.ToFrozenSet(StringComparer.Ordinal);
}
