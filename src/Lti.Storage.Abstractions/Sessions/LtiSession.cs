using System.Runtime.InteropServices;
using System.Text.Json;
using Lti.Storage.Internal.Json;
using Lti.Storage.Internal.Sessions;

namespace Lti.Storage;

/// <summary>
/// What the tool keeps of a verified launch: a JSON document, and typed views of the members that tools use most. The document keeps
/// everything that the platform sent, unknown members and oddities included (contract rules S1 and S5); a typed property is null, empty or
/// false where the document has nothing of the expected type.
/// </summary>
/// <remarks>
/// A session is immutable. Two sessions are equal if their ids are equal and their documents are equal as JSON: member order, white space and
/// number spelling aside. The text form shows nothing but the type, since the id acts as a bearer and the rest is personal data (rule E8).
/// </remarks>
public sealed record LtiSession
{
    private readonly byte[] _utf8;
    private SessionView? _view;

    private LtiSession(Guid id, byte[] utf8, DateTimeOffset? expiresAt, bool isStorable)
    {
        Id = id;
        _utf8 = utf8;
        ExpiresAt = expiresAt;
        IsStorable = isStorable;
    }

    /// <summary>The session's id: random, made with the session (a version 4 UUID from a cryptographic source), so that it may act as a bearer.</summary>
    public Guid Id { get; }

    /// <summary>
    /// When the session expires, on the caller's clock (rule E7). Null on a session that did not come out of a storage; it is not part of the
    /// document, and of no meaning to a storage that the session is added to.
    /// </summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The document as it is stored, whole; its members are those of the ported system (rule S5).</summary>
    public JsonElement Document => View.Document;

    /// <summary>The document as UTF-8 text. What <see cref="FromClaims(JsonElement, string?)"/> made is compact.</summary>
    public ReadOnlyMemory<byte> Utf8Document => _utf8;

    /// <summary>Every claim of the verified id_token, unknown ones too; null in a session that another program wrote without them.</summary>
    public JsonElement? Claims => View.Claims;

    /// <summary>Who launched.</summary>
    public LtiUser User => View.User;

    /// <summary>The course or other context.</summary>
    public LtiContext Context => View.Context;

    /// <summary>Where the launch came from.</summary>
    public LtiPlatform Platform => View.Platform;

    /// <summary>The <c>target_link_uri</c>: where the platform wants the user to end up. Null where it sends none.</summary>
    public string? TargetLinkUri => View.TargetLinkUri;

    /// <summary>The link that was opened, or null where the launch has none.</summary>
    public LtiResourceLink? ResourceLink => View.ResourceLink;

    /// <summary>The platform's services that this launch offers; a service that is not offered is null.</summary>
    public LtiServices Services => View.Services;

    /// <summary>The custom parameters as sent: strings by the specification, though platforms send numbers, booleans and null too. Keys compare ordinally.</summary>
    public IReadOnlyDictionary<string, JsonElement> CustomParameters => View.CustomParameters;

    /// <summary>Whether a role URI names an administrator.</summary>
    public bool IsAdmin => View.IsAdmin;

    /// <summary>Whether a role URI names an instructor.</summary>
    public bool IsInstructor => View.IsInstructor;

    /// <summary>Whether a role URI names a learner.</summary>
    public bool IsStudent => View.IsStudent;

    /// <summary>Whether the launch offers Assignment and Grade Services.</summary>
    public bool IsAssignmentAndGradesAvailable => View.IsAssignmentAndGradesAvailable;

    /// <summary>Whether the launch is a deep linking request.</summary>
    public bool IsDeepLinkingAvailable => View.IsDeepLinkingAvailable;

    /// <summary>Whether the launch offers Names and Role Provisioning Services.</summary>
    public bool IsNameAndRolesAvailable => View.IsNameAndRolesAvailable;

    /// <summary>Whether the document was checked by rule E2 and is compact.</summary>
    internal bool IsStorable { get; }

    // One reference, written once or more with the same content: safe to share between threads, which a JsonElement field would not be.
    private SessionView View => _view ??= SessionView.Of(StorableJson.Read(_utf8));

    /// <summary>Builds a new session, with a new random id, from the claims of a verified id_token. Nothing is lost.</summary>
    /// <param name="claims">The id_token's payload, a JSON object. Of duplicate member names the last counts.</param>
    /// <param name="verifiedClientId">
    /// The client id that the token was verified for; it must be one of the audiences. Null is enough where the token has a single audience.
    /// </param>
    /// <returns>The session, not yet stored.</returns>
    /// <exception cref="ArgumentException">
    /// The claims break rule E2: no JSON object; U+0000 or a lone surrogate; nested too deeply or a number too long; issuer, audience or deployment
    /// id missing, empty or too long. Or several audiences are given and none is verified.
    /// </exception>
    public static LtiSession FromClaims(JsonElement claims, string? verifiedClientId)
    {
        if (claims.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException("claims must be a JSON object.", nameof(claims));
        }

        return FromClaims(JsonMarshal.GetRawUtf8Value(claims), verifiedClientId);
    }

    /// <summary>Builds a new session, with a new random id, from the claims of a verified id_token. Nothing is lost.</summary>
    /// <param name="utf8Claims">The id_token's payload as UTF-8 JSON text, an object. Of duplicate member names the last counts.</param>
    /// <param name="verifiedClientId">
    /// The client id that the token was verified for; it must be one of the audiences. Null is enough where the token has a single audience.
    /// </param>
    /// <returns>The session, not yet stored.</returns>
    /// <exception cref="ArgumentException">The text is no JSON, or the claims break rule E2, as with the other overload.</exception>
    public static LtiSession FromClaims(ReadOnlySpan<byte> utf8Claims, string? verifiedClientId)
        => new(SessionId.New(), SessionWriter.Write(utf8Claims, verifiedClientId), expiresAt: null, isStorable: true);

    /// <summary>
    /// Reads a session back from its document: for providers, and for sessions that another program wrote. What rule E2 limits is checked when
    /// the session is added to a storage, not here. The text is parsed when it is first read: where it is no JSON, that throws a
    /// <see cref="JsonException"/>.
    /// </summary>
    /// <param name="id">The session's id.</param>
    /// <param name="utf8Document">The stored document as UTF-8 JSON text; it is copied.</param>
    /// <param name="expiresAt">When the session expires on the caller's clock (rule E7), or null where it is not stored.</param>
    /// <returns>The session.</returns>
    public static LtiSession FromDocument(Guid id, ReadOnlySpan<byte> utf8Document, DateTimeOffset? expiresAt = null)
        => new(id, utf8Document.ToArray(), expiresAt, isStorable: false);

    /// <inheritdoc/>
    public bool Equals(LtiSession? other)
        => other is not null && Id == other.Id && StorableJson.AreEqual(_utf8, other._utf8, () => JsonElement.DeepEquals(Document, other.Document));

    /// <summary>The name of the type and nothing else: the id acts as a bearer, the rest is personal data (rule E8).</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(LtiSession);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();

    /// <summary>This session, checked by rule E2 and compact.</summary>
    internal LtiSession ToStorable(int maxBytes, string parameter)
    {
        var storable = IsStorable ? this : new LtiSession(Id, SessionWriter.Rewrite(_utf8, parameter), ExpiresAt, isStorable: true);
        if (storable._utf8.Length > maxBytes)
        {
            throw new ArgumentException(
                $"{parameter} has a document of {storable._utf8.Length} UTF-8 bytes; at most {maxBytes} are allowed ({nameof(LtiStorageOptions)}.{nameof(LtiStorageOptions.MaxDocumentBytes)}).",
                parameter);
        }

        return storable;
    }
}
