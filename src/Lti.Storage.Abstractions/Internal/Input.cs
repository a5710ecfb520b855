using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Lti.Storage.Internal;

/// <summary>Checks single values against the input limits (rule E2).</summary>
/// <remarks>A message names the parameter and the limit. It never repeats the value, which may be a secret.</remarks>
internal static class Input
{
    private const int MaxKeyPartBytes = 65_536;

    public static void RequireIdentifier([NotNull] string? value, [CallerArgumentExpression(nameof(value))] string parameter = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(value, parameter);
        RequireText(value, LtiLimits.MaxIdentifierLength, parameter);
    }

    public static void RequireOptionalIdentifier(string? value, [CallerArgumentExpression(nameof(value))] string parameter = "")
    {
        if (value is not null)
        {
            RequireIdentifier(value, parameter);
        }
    }

    public static void RequireText(string? value, int maxLength, [CallerArgumentExpression(nameof(value))] string parameter = "")
    {
        if (value is null)
        {
            return;
        }

        if (value.Length > maxLength)
        {
            throw new ArgumentException($"{parameter} has {value.Length} UTF-16 units; at most {maxLength} are allowed.", parameter);
        }

        RequireStorableCharacters(value, parameter);
    }

    public static void RequireStorableCharacters(string? value, [CallerArgumentExpression(nameof(value))] string parameter = "")
    {
        if (value is null)
        {
            return;
        }

        if (value.Contains('\0', StringComparison.Ordinal))
        {
            throw new ArgumentException($"{parameter} contains U+0000, which cannot be stored. Remove it.", parameter);
        }

        if (HasLoneSurrogate(value))
        {
            throw new ArgumentException($"{parameter} contains half of a surrogate pair, which is not text. Remove it.", parameter);
        }
    }

    public static void RequireEndpoints(
        [NotNull] LtiEndpoints? endpoints, [CallerArgumentExpression(nameof(endpoints))] string parameter = "")
    {
        ArgumentNullException.ThrowIfNull(endpoints, parameter);
        RequireEndpoint(endpoints.AuthorizationUrl, $"{parameter}.{nameof(LtiEndpoints.AuthorizationUrl)}");
        RequireEndpoint(endpoints.TokenUrl, $"{parameter}.{nameof(LtiEndpoints.TokenUrl)}");
        RequireEndpoint(endpoints.JwksUrl, $"{parameter}.{nameof(LtiEndpoints.JwksUrl)}");
        RequireTokenAudience(endpoints.TokenAudience, $"{parameter}.{nameof(LtiEndpoints.TokenAudience)}");
    }

    public static void RequireEndpoint([NotNull] string? value, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(value, parameter);
        RequireText(value, LtiLimits.MaxEndpointLength, parameter);

        if (value.Any(IsLineBreakOrControl))
        {
            throw new ArgumentException(
                $"{parameter} contains a line break or another control character. Remove it, or percent-encode it.", parameter);
        }

        // Uri trims space and reads backslashes as slashes. The string is stored verbatim, so it must be valid as it stands.
        var absolute = HasWebScheme(value) && !char.IsWhiteSpace(value[^1]) && Uri.TryCreate(value, UriKind.Absolute, out _);
        if (!absolute)
        {
            throw new ArgumentException(
                $"{parameter} must be an absolute http or https URL of at most {LtiLimits.MaxEndpointLength} UTF-16 units, "
                    + "without surrounding space.",
                parameter);
        }

        // A password there would be sent, shown and logged with the address. An @ after the host is an ordinary character.
        var afterScheme = value.AsSpan(value.IndexOf("://", StringComparison.Ordinal) + 3);
        var end = afterScheme.IndexOfAny("/?#\\");
        if ((end < 0 ? afterScheme : afterScheme[..end]).Contains('@'))
        {
            throw new ArgumentException(
                $"{parameter} has user information before the host, as in https://user:password@host. Remove it.", parameter);
        }
    }

    public static void RequireOptionalEndpoint(string? value, [CallerArgumentExpression(nameof(value))] string parameter = "")
    {
        if (value is not null)
        {
            RequireEndpoint(value, parameter);
        }
    }

    public static void RequireTokenAudience(string? value, string parameter)
    {
        if (value is not null)
        {
            ArgumentException.ThrowIfNullOrEmpty(value, parameter);
            RequireText(value, LtiLimits.MaxEndpointLength, parameter);
        }
    }

    public static void RequireDefined<T>(T value, [CallerArgumentExpression(nameof(value))] string parameter = "")
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value))
        {
            throw new ArgumentOutOfRangeException(
                parameter, value, $"{parameter} must be one of {string.Join(", ", Enum.GetNames<T>())}.");
        }
    }

    public static void RequireLifetime(TimeSpan lifetime, [CallerArgumentExpression(nameof(lifetime))] string parameter = "")
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero, parameter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lifetime, LtiLimits.MaxLifetime, parameter);
    }

    public static void RequireKeyPart(ReadOnlyMemory<byte> part, [CallerArgumentExpression(nameof(part))] string parameter = "")
    {
        if (part.Length is 0 or > MaxKeyPartBytes)
        {
            throw new ArgumentException($"{parameter} has {part.Length} bytes. It must have 1 to {MaxKeyPartBytes}.", parameter);
        }
    }

    private static bool HasWebScheme(string value)
        => value.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
            || value.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    private static bool IsLineBreakOrControl(char character) => char.IsControl(character) || character is '\u2028' or '\u2029';

    private static bool HasLoneSurrogate(string value)
    {
        for (var i = value.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF'); i >= 0 && i < value.Length; i++)
        {
            if (char.IsHighSurrogate(value[i]) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                i++;
            }
            else if (char.IsSurrogate(value[i]))
            {
                return true;
            }
        }

        return false;
    }
}
