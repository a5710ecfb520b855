using System.Runtime.CompilerServices;
using System.Text.Json;
using Lti.Storage.Internal;
using Lti.Storage.Internal.Json;
using Lti.Storage.Internal.Registration;

namespace Lti.Storage;

/// <summary>Holds the state between the two requests of LTI dynamic registration.</summary>
/// <remarks>
/// <para>
/// It has the platform's whole configuration document and the registration token (LTI Dynamic Registration 1.0, sections 3.3 to 3.6).
/// Unknown members survive a round trip (contract rule S5).
/// </para>
/// <para>
/// It is immutable. Two are equal if their ids are equal and their configurations and tokens are equal as JSON. The text form is only the
/// type name, because the token is a secret (rule E8).
/// </para>
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

    /// <summary>The id: random, or the one that the caller chose.</summary>
    public Guid Id { get; }

    /// <summary>The time of expiry on the caller's clock (rule E7). Null if it did not come from a storage.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The platform's whole OpenID configuration. Null if another program stored none.</summary>
    public JsonElement? OpenIdConfiguration => View.Member(RegistrationMembers.OpenIdConfiguration);

    /// <summary>The access token for the registration endpoint. Null if the platform gave none.</summary>
    public string? RegistrationToken => View.Member(RegistrationMembers.RegistrationToken).Text();

    /// <summary>The tool's own state, any JSON value. Null if the tool gave none.</summary>
    /// <remarks>It is carried from the first request to the second: for example the tenant that registers.</remarks>
    public JsonElement? AppState => View.Member(RegistrationMembers.AppState);

    /// <summary>The document as UTF-8 text.</summary>
    public ReadOnlyMemory<byte> Utf8Document => _utf8;

    // A single reference is safe to share between threads. A JsonElement field would not be.
    private JsonElement? View => (_document ??= new StrongBox<JsonElement>(StorableJson.Read(_utf8))).Value;

    /// <summary>Creates a new registration session with a random id. It is not stored yet.</summary>
    /// <remarks>The id is a secret: anyone who knows it can end the registration. It is for the second request.</remarks>
    /// <param name="openIdConfiguration">The platform's configuration: a JSON object. The last of duplicate member names wins.</param>
    /// <param name="registrationToken">The token that the platform gave or null.</param>
    /// <param name="appState">The tool's own state, any JSON value, or null. It counts toward the document's size.</param>
    /// <returns>The registration session.</returns>
    /// <exception cref="ArgumentException">
    /// The configuration, the token or the state breaks the input limits (rule E2). The message repeats no part of them.
    /// </exception>
    public static LtiRegistrationSession Create(
        JsonElement openIdConfiguration, string? registrationToken = null, JsonElement? appState = null)
        => Create(RandomId.New(), openIdConfiguration, registrationToken, appState);

    /// <summary>Creates a new registration session with a chosen id. It is not stored yet.</summary>
    /// <param name="id">The id for the second request. Take it from a random source: anyone who knows it can end the registration.</param>
    /// <param name="openIdConfiguration">The platform's configuration: a JSON object. The last of duplicate member names wins.</param>
    /// <param name="registrationToken">The token that the platform gave or null.</param>
    /// <param name="appState">The tool's own state, any JSON value, or null. It counts toward the document's size.</param>
    /// <returns>The registration session.</returns>
    /// <exception cref="ArgumentException">
    /// The configuration, the token or the state breaks the input limits (rule E2). The message repeats no part of them.
    /// </exception>
    public static LtiRegistrationSession Create(
        Guid id, JsonElement openIdConfiguration, string? registrationToken = null, JsonElement? appState = null)
        => new(id, RegistrationDocument.Create(openIdConfiguration, registrationToken, appState), expiresAt: null);

    /// <summary>Reads a registration session from its stored document.</summary>
    /// <remarks>
    /// <para>For providers and for documents of other programs.</para>
    /// <para>
    /// The input limits (rule E2) are checked when it is saved. The text is parsed when it is first read. Text that is not JSON then throws
    /// a <see cref="JsonException"/>.
    /// </para>
    /// </remarks>
    /// <param name="id">The id.</param>
    /// <param name="utf8Document">The stored document as UTF-8 JSON text. It is copied.</param>
    /// <param name="expiresAt">The time of expiry on the caller's clock (rule E7). Null if it is not stored.</param>
    /// <returns>The registration session.</returns>
    public static LtiRegistrationSession FromDocument(Guid id, ReadOnlySpan<byte> utf8Document, DateTimeOffset? expiresAt = null)
        => new(id, utf8Document.ToArray(), expiresAt);

    /// <inheritdoc/>
    public bool Equals(LtiRegistrationSession? other)
        => other is not null && Id == other.Id
            && StorableJson.AreEqual(_utf8, other._utf8, () => RegistrationDocument.SameContent(View!.Value, other.View!.Value));

    /// <summary>Returns only the name of the type: the token is a secret (rule E8).</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(LtiRegistrationSession);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();

    /// <summary>Checks the document (rule E2: input limits) and writes the expiry into it as the ported system does.</summary>
    internal LtiRegistrationSession ToStorable(DateTimeOffset expiresAt, int maxBytes, string parameter)
    {
        var utf8 = RegistrationDocument.WithExpiry(_utf8, expiresAt, parameter);
        return utf8.Length <= maxBytes
            ? new LtiRegistrationSession(Id, utf8, ExpiresAt)
            : throw new ArgumentException(
                $"{parameter} has a document of {utf8.Length} UTF-8 bytes; at most {maxBytes} are allowed "
                    + $"({nameof(LtiStorageOptions)}.{nameof(LtiStorageOptions.MaxDocumentBytes)}).",
                parameter);
    }
}
