using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Serialization;

namespace Lti.Storage;

/// <summary>An access token that a platform gave to the tool.</summary>
/// <remarks>Its text and JSON forms have no <see cref="Value"/> (contract rule E8).</remarks>
public sealed class AccessToken
{
    internal AccessToken(AccessTokenRequest request, Guid id, string value, DateTimeOffset expiresAt)
        => (Request, Id, Value, ExpiresAt) = (request, id, value, expiresAt);

    /// <summary>The request that the token answers.</summary>
    public AccessTokenRequest Request { get; }

    /// <summary>The id of this token in the storage. It is no secret and the platform does not know it.</summary>
    public Guid Id { get; }

    /// <summary>The token itself, for the header <c>Authorization: Bearer</c>. It is a secret.</summary>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Value { get; }

    /// <summary>The caller's time at which the token expires (rule E7).</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Returns the id and the expiry, never the token.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"access token {Id} until {ExpiresAt:O}");
}
