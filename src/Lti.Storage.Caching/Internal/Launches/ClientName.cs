namespace Lti.Storage.Caching.Internal.Launches;

/// <summary>What a platform knows a client by, as far as its slot goes: a hash code.</summary>
internal readonly struct ClientName(string? issuer, string? clientId)
{
    // A string's own hash code is different in each process, so that nobody can choose strings that collide.
    public int Hash { get; } = (HashOf(issuer) * 31) + HashOf(clientId);

    private static int HashOf(string? text) => text?.GetHashCode(StringComparison.Ordinal) ?? 0;
}
