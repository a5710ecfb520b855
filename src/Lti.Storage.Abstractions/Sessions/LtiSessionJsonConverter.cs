using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Lti.Storage;

/// <summary>Writes the stored document of a session with <c>System.Text.Json</c> and reads it back.</summary>
/// <remarks>
/// <para>
/// The document is written once. The id is left out because it acts as a bearer, and the expiry because it belongs to a storage. The
/// document is personal data.
/// </para>
/// <para>
/// A session that was read has the id <see cref="Guid.Empty"/>. No storage accepts it. Give it an id with
/// <see cref="LtiSession.FromDocument"/> and <see cref="LtiSession.Utf8Document"/>.
/// </para>
/// <para>
/// <see cref="JsonSerializerOptions.MaxDepth"/> is 64 by default. Raise it to <see cref="LtiLimits.MaxDocumentDepth"/> for every document
/// that a storage accepts. The options' encoder and indentation apply.
/// </para>
/// <para>The converter needs no reflection, so it also serves source-generated contexts and native AOT.</para>
/// </remarks>
public sealed class LtiSessionJsonConverter : JsonConverter<LtiSession>
{
    /// <summary>Reads a session from its document. Its id is <see cref="Guid.Empty"/>.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="typeToConvert">The type of a session.</param>
    /// <param name="options">The serializer's options.</param>
    /// <returns>The session without an id and an expiry.</returns>
    /// <exception cref="JsonException">The text is not a JSON object.</exception>
    public override LtiSession Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException("A session is a JSON object.");
        }

        using var document = JsonDocument.ParseValue(ref reader);
        return LtiSession.FromDocument(Guid.Empty, JsonMarshal.GetRawUtf8Value(document.RootElement));
    }

    /// <summary>Writes the document of a session without its id and its expiry.</summary>
    /// <param name="writer">The writer.</param>
    /// <param name="value">The session.</param>
    /// <param name="options">The serializer's options.</param>
    public override void Write(Utf8JsonWriter writer, LtiSession value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        value.Document.WriteTo(writer);
    }
}
