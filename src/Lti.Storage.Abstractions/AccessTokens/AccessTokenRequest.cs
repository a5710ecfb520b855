using System.Collections.ObjectModel;
using System.Security.Cryptography;
using System.Text;
using Lti.Storage.Internal;

namespace Lti.Storage;

/// <summary>Names an access token: the platform, the client, the token URL and the scopes that it is for. Immutable.</summary>
/// <remarks>
/// Two requests are equal if all parts are equal, ordinally (contract rule E1). The order and the repetition of scopes do not matter. Keep
/// an instance for repeated calls: its parts are checked and hashed once.
/// </remarks>
public sealed class AccessTokenRequest : IEquatable<AccessTokenRequest>
{
    private readonly int _hashCode;

    /// <summary>Checks and orders the parts of a request.</summary>
    /// <param name="issuer">The issuer of the platform: 1 to 255 UTF-16 units.</param>
    /// <param name="clientId">The OAuth2 client id of the tool at the platform: 1 to 255 UTF-16 units.</param>
    /// <param name="tokenUrl">The token endpoint: an absolute http or https URL of at most 2,048 UTF-16 units.</param>
    /// <param name="scopes">The scopes: at least one, without spaces (RFC 6749), at most 4,096 characters together.</param>
    /// <exception cref="ArgumentException">A part breaks these limits (rule E2). The message names it.</exception>
    public AccessTokenRequest(string issuer, string clientId, string tokenUrl, IEnumerable<string> scopes)
    {
        Input.RequireIdentifier(issuer);
        Input.RequireIdentifier(clientId);
        Input.RequireEndpoint(tokenUrl, nameof(tokenUrl));
        ArgumentNullException.ThrowIfNull(scopes);
        (Issuer, ClientId, TokenUrl) = (issuer, clientId, tokenUrl);
        var sorted = scopes.Select(static scope => RequireScope(scope, nameof(scopes)))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        if (sorted.Length == 0)
        {
            throw new ArgumentException("scopes is empty. Name at least one scope.", nameof(scopes));
        }

        Scopes = new ReadOnlyCollection<string>(sorted);
        Scope = string.Join(' ', sorted);
        if (Scope.Length > LtiLimits.MaxScopeLength)
        {
            throw new ArgumentException(
                $"scopes have {Scope.Length} characters together; at most {LtiLimits.MaxScopeLength} are allowed.", nameof(scopes));
        }

        // No part contains U+0000, so that different parts never give the same text.
        var parts = Encoding.UTF8.GetBytes(string.Join('\0', issuer, clientId, tokenUrl, Scope));
        var hash = SHA256.HashData(parts);
        Id = Convert.ToHexStringLower(hash);
        _hashCode = BitConverter.ToInt32(hash);
    }

    /// <summary>The issuer of the platform.</summary>
    public string Issuer { get; }

    /// <summary>The OAuth2 client id of the tool at the platform.</summary>
    public string ClientId { get; }

    /// <summary>The token endpoint.</summary>
    public string TokenUrl { get; }

    /// <summary>The distinct scopes in ordinal order.</summary>
    public IReadOnlyList<string> Scopes { get; }

    /// <summary>The scopes with a space between them: the value of <c>scope</c> in a token request.</summary>
    public string Scope { get; }

    /// <summary>The SHA-256 of all parts in 64 hexadecimal digits. It is no secret.</summary>
    public string Id { get; }

    /// <summary>Compares all parts ordinally.</summary>
    /// <param name="other">The other request or null.</param>
    /// <returns>True if all parts are equal.</returns>
    public bool Equals(AccessTokenRequest? other)
        => ReferenceEquals(this, other) || (other is not null && _hashCode == other._hashCode && Id == other.Id);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as AccessTokenRequest);

    /// <inheritdoc/>
    public override int GetHashCode() => _hashCode;

    /// <summary>Returns the parts.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Issuer} + {ClientId}: {Scope}";

    private static string RequireScope(string scope, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(scope, parameter);
        if (scope.Any(static c => c is < '!' or > '~' or '"' or '\\'))
        {
            throw new ArgumentException(
                $"{parameter} has a scope with a space, a quotation mark, a backslash, a control character or a letter beyond ASCII. Give "
                    + "each scope as a text of its own.",
                parameter);
        }

        return scope;
    }
}
