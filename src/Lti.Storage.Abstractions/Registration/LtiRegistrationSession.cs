using System.Runtime.CompilerServices;
using System.Text.Json;
using Lti.Storage.Internal.Json;
using Lti.Storage.Internal.Registration;

namespace Lti.Storage;

/// <summary>
/// The state kept between the two requests of LTI dynamic registration (LTI Dynamic Registration 1.0, section 3.3 to 3.6): the platform's
/// configuration document, whole, the registration token, and state of the tool's own. Unknown members survive a round trip (contract rule S5).
/// </summary>
/// <remarks>
/// Immutable. Two are equal if id, configuration and token are equal, numbers and member order as JSON. The text form shows nothing: the token
/// is a secret (rule E8).
/// </remarks>
public sealed record LtiRegistrationSession
{
    private readonly byte[] _utf8;
    private StrongBox<JsonElement>? _document;

    private LtiRegistrationSession(Guid id, byte[] utf8, DateTimeOffset? expiresAt)
    {
        Id = id;
        _utf8 = utf8;
        ExpiresAt = expiresAt;
    }

    /// <summary>The id, given by the caller.</summary>
    public Guid Id { get; }

    /// <summary>When it expires, on the caller's clock (rule E7). Null on one that did not come out of a storage.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The platform's configuration document (its OpenID configuration), whole; null in one that another program wrote without it.</summary>
    public JsonElement? OpenIdConfiguration => View.Member(RegistrationMembers.OpenIdConfiguration);

    /// <summary>The access token for the registration endpoint; null where the platform gave none.</summary>
    public string? RegistrationToken => View.Member(RegistrationMembers.RegistrationToken).Text();

    /// <summary>
    /// State of the tool's own, any JSON value, carried from the first request to the second: for example the tenant that registers. Null if the
    /// tool gave none.
    /// </summary>
    public JsonElement? AppState => View.Member(RegistrationMembers.AppState);

    /// <summary>The document as UTF-8 text.</summary>
    public ReadOnlyMemory<byte> Utf8Document => _utf8;

    // One reference: safe to share between threads, which a JsonElement field would not be.
    private JsonElement? View => (_document ??= new StrongBox<JsonElement>(StorableJson.Read(_utf8))).Value;

    /// <summary>Creates a registration session that is not stored yet.</summary>
    /// <param name="id">The id, to be found in the second request; from a random source, since whoever knows it can end the registration.</param>
    /// <param name="openIdConfiguration">The platform's configuration, a JSON object. Of duplicate member names the last counts.</param>
    /// <param name="registrationToken">The token that the platform gave, or null.</param>
    /// <param name="appState">State of the tool's own, any JSON value, or null. It is stored as part of the document and counts toward its size.</param>
    /// <returns>The registration session.</returns>
    /// <exception cref="ArgumentException">The configuration, the token or the state breaks rule E2; the message repeats none of them.</exception>
    public static LtiRegistrationSession Create(
        Guid id, JsonElement openIdConfiguration, string? registrationToken = null, JsonElement? appState = null)
        => new(id, RegistrationDocument.Create(openIdConfiguration, registrationToken, appState), expiresAt: null);

    /// <summary>
    /// Reads a registration session back from its document: for providers, and for what another program wrote. What rule E2 limits is checked
    /// when it is saved, not here. The text is parsed when it is first read: where it is no JSON, that throws a <see cref="JsonException"/>.
    /// </summary>
    /// <param name="id">The id.</param>
    /// <param name="utf8Document">The stored document as UTF-8 JSON text; it is copied.</param>
    /// <param name="expiresAt">When it expires on the caller's clock (rule E7), or null where it is not stored.</param>
    /// <returns>The registration session.</returns>
    public static LtiRegistrationSession FromDocument(Guid id, ReadOnlySpan<byte> utf8Document, DateTimeOffset? expiresAt = null)
        => new(id, utf8Document.ToArray(), expiresAt);

    /// <inheritdoc/>
    public bool Equals(LtiRegistrationSession? other)
        => other is not null && Id == other.Id
            && StorableJson.AreEqual(_utf8, other._utf8, () => RegistrationDocument.SameContent(View!.Value, other.View!.Value));

    /// <summary>The name of the type and nothing else: the token is a secret (rule E8).</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(LtiRegistrationSession);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();

    /// <summary>This registration session, checked by rule E2, with its expiry in the document as the ported system writes it.</summary>
    internal LtiRegistrationSession ToStorable(DateTimeOffset expiresAt, int maxBytes, string parameter)
    {
        var utf8 = RegistrationDocument.WithExpiry(_utf8, expiresAt, parameter);
        return utf8.Length <= maxBytes
            ? new LtiRegistrationSession(Id, utf8, ExpiresAt)
            : throw new ArgumentException(
                $"{parameter} has a document of {utf8.Length} UTF-8 bytes; at most {maxBytes} are allowed ({nameof(LtiStorageOptions)}.{nameof(LtiStorageOptions.MaxDocumentBytes)}).",
                parameter);
    }
}
