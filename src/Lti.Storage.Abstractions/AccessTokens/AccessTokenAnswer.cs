using System.Diagnostics;
using Lti.Storage.Internal;
using Lti.Storage.Internal.AccessTokens;

namespace Lti.Storage;

/// <summary>A platform's answer to a token request.</summary>
/// <remarks>Its text form has no <see cref="Token"/> (contract rule E8).</remarks>
public sealed class AccessTokenAnswer
{
    /// <summary>Creates an answer.</summary>
    /// <param name="token">The token: 1 to 32,768 printable ASCII characters without spaces.</param>
    /// <param name="lifetime">The time that it lives, counted from its request: over zero and at most 3,650 days.</param>
    /// <exception cref="ArgumentException">A value breaks these limits. The message does not repeat the token.</exception>
    public AccessTokenAnswer(string token, TimeSpan lifetime)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        if (token.Length > LtiLimits.MaxAccessTokenLength)
        {
            throw new ArgumentException(
                $"token has {token.Length} characters; at most {LtiLimits.MaxAccessTokenLength} are allowed.", nameof(token));
        }

        if (token.AsSpan().ContainsAnyExceptInRange('!', '~'))
        {
            throw new ArgumentException(
                "token contains a space, a control character or a letter beyond ASCII, so it can't be sent in a header.", nameof(token));
        }

        Input.RequireLifetime(lifetime);
        (Token, Lifetime) = (token, lifetime);
    }

    /// <summary>The token. It is a secret.</summary>
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Token { get; }

    /// <summary>The time that it lives, counted from its request.</summary>
    public TimeSpan Lifetime { get; }

    /// <summary>Reads the body of a successful answer (RFC 6749, section 5.1).</summary>
    /// <remarks>
    /// <c>access_token</c> and <c>expires_in</c> are required. <c>expires_in</c> may be a text of digits, as some platforms send it.
    /// <c>token_type</c> must be <c>Bearer</c> in any case of letters, or absent. Other members are ignored.
    /// </remarks>
    /// <param name="utf8Json">The body: a JSON object of at most 65,536 bytes in UTF-8.</param>
    /// <returns>The answer.</returns>
    /// <exception cref="FormatException">The body is no such answer. The message says why and repeats nothing of it.</exception>
    public static AccessTokenAnswer Parse(ReadOnlySpan<byte> utf8Json) => AnswerReader.Read(utf8Json);

    /// <summary>Returns the lifetime and never the token.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"access token for {Lifetime}";
}
