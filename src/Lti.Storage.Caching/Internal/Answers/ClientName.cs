using System.Runtime.InteropServices;

namespace Lti.Storage.Caching.Internal.Answers;

/// <summary>The hash codes of a client's issuer and of its issuer with its client ID. Its slots need no more.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct ClientName(string? issuer, string? clientId)
{
    public int IssuerHash { get; } = HashOf(issuer);

    // A string's hash code differs in each process. An attacker cannot choose strings that collide.
    public int Hash { get; } = (HashOf(issuer) * 31) + HashOf(clientId);

    private static int HashOf(string? text) => text?.GetHashCode(StringComparison.Ordinal) ?? 0;
}
