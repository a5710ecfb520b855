using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Lti.Storage;

/// <summary>Identifies a stored client within the tool. It is not the platform's <c>client_id</c>.</summary>
/// <remarks>
/// The library creates it as a version 7 UUID. It is never sent to a platform. It has a type of its own, so that the compiler refuses the
/// key of a deployment or the id of a session in its place. JSON and routes hold it as the UUID's text.
/// </remarks>
/// <param name="Value">The UUID, as stored.</param>
[JsonConverter(typeof(ClientKeyJsonConverter))]
public readonly record struct ClientKey(Guid Value) : IParsable<ClientKey>
{
    /// <summary>Reads the text of a UUID.</summary>
    /// <param name="s">The text, in any form that <see cref="Guid"/> reads.</param>
    /// <param name="provider">Not used.</param>
    /// <returns>The key.</returns>
    /// <exception cref="FormatException">The text is not a UUID.</exception>
    public static ClientKey Parse(string s, IFormatProvider? provider) => new(Guid.Parse(s, provider));

    /// <summary>Reads the text of a UUID.</summary>
    /// <param name="s">The text. It may be null.</param>
    /// <param name="provider">Not used.</param>
    /// <param name="result">The key. The default if the text is not a UUID.</param>
    /// <returns>True if the text is a UUID.</returns>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out ClientKey result)
    {
        var isUuid = Guid.TryParse(s, provider, out var value);
        result = new(value);
        return isUuid;
    }

    /// <summary>Returns the UUID's text: 32 hexadecimal digits with hyphens.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Value.ToString();
}
