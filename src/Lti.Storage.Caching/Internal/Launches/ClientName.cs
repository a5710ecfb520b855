namespace Lti.Storage.Caching.Internal.Launches;

/// <summary>The hash code of a client's issuer and client ID. Its slot needs no more.</summary>
internal readonly struct ClientName(string? issuer, string? clientId)
{
    // A string's hash code differs in each process. No one can choose strings that collide.
    public int Hash { get; } = (HashOf(issuer) * 31) + HashOf(clientId);

    private static int HashOf(string? text) => text?.GetHashCode(StringComparison.Ordinal) ?? 0;
}
