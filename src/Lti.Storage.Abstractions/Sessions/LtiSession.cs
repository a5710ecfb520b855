using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Lti.Storage.Internal;
using Lti.Storage.Internal.Json;
using Lti.Storage.Internal.Sessions;

namespace Lti.Storage;

/// <summary>Holds the data of a verified launch: a JSON document and typed views of its most used members.</summary>
/// <remarks>
/// <para>
/// The document has everything that the platform sent, including unknown members (contract rules S1 and S5). A typed property is null,
/// empty or false if the document has no member of the expected type.
/// </para>
/// <para>
/// A session is immutable. Two sessions are equal if their ids are equal and their documents are equal as JSON. Member order, white space
/// and the spelling of numbers do not matter.
/// </para>
/// <para>The text form is only the type name: the id acts as a bearer and the rest is personal data (rule E8).</para>
/// </remarks>
[JsonConverter(typeof(LtiSessionJsonConverter))]
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

    /// <summary>The session's id: a random version 4 UUID from a cryptographic source. It may act as a bearer.</summary>
    public Guid Id { get; }

    /// <summary>The time of expiry on the caller's clock (rule E7). Null if the session did not come from a storage.</summary>
    /// <remarks>It is not part of the document. A storage ignores it when the session is added.</remarks>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The whole stored document. Its members are those of the ported system (rule S5: none is lost).</summary>
    public JsonElement Document => View.Document;

    /// <summary>The document as UTF-8 text. <see cref="FromClaims(JsonElement, string?)"/> makes it compact.</summary>
    public ReadOnlyMemory<byte> Utf8Document => _utf8;

    /// <summary>Every claim of the verified id_token, known or not. Null if another program stored none.</summary>
    public JsonElement? Claims => View.Claims;

    /// <summary>The user who launched.</summary>
    public LtiUser User => View.User;

    /// <summary>The course or other context.</summary>
    public LtiContext Context => View.Context;

    /// <summary>The platform, client and deployment of the launch.</summary>
    public LtiPlatform Platform => View.Platform;

    /// <summary>The <c>target_link_uri</c>: the page that the platform wants to open. Null if it sends none.</summary>
    public string? TargetLinkUri => View.TargetLinkUri;

    /// <summary>The link that the user opened. Null if the launch has none.</summary>
    public LtiResourceLink? ResourceLink => View.ResourceLink;

    /// <summary>The platform's services that this launch offers. A service that is not offered is null.</summary>
    public LtiServices Services => View.Services;

    /// <summary>The custom parameters as sent. Keys compare ordinally.</summary>
    /// <remarks>The specification wants strings. Platforms also send numbers, booleans and null.</remarks>
    public IReadOnlyDictionary<string, JsonElement> CustomParameters => View.CustomParameters;

    /// <summary>The <c>message_type</c>, such as <c>LtiResourceLinkRequest</c>. Null if the platform sends no text.</summary>
    public string? MessageType => View.MessageType;

    /// <summary>The LTI version of the message, such as <c>1.3.0</c>. Null if the platform sends no text.</summary>
    public string? Version => View.Version;

    /// <summary>The locale for the tool's pages as sent, such as <c>en-GB</c> or <c>pt_br</c>. Null if absent.</summary>
    /// <remarks>It is the locale of <c>launch_presentation</c>, or else the user's <c>locale</c>.</remarks>
    public string? Locale => View.Locale;

    /// <summary>The URL of <c>launch_presentation</c> to which the tool returns the user. Null if absent.</summary>
    public string? ReturnUrl => View.ReturnUrl;

    /// <summary>Every role as sent. Empty if the platform sends none.</summary>
    public IReadOnlyList<string> RoleUris => View.RoleUris;

    /// <summary>Whether the user instructs in the context of the launch. True for teaching assistants, whose role is a sub-role.</summary>
    /// <remarks>Roles of the institution and the system don't count.</remarks>
    public bool IsContextInstructor => HasContextRole("Instructor");

    /// <summary>Whether the user learns in the context of the launch.</summary>
    /// <remarks>Roles of the institution and the system don't count.</remarks>
    public bool IsContextLearner => HasContextRole("Learner");

    /// <summary>Whether the user administers the context of the launch.</summary>
    /// <remarks>Roles of the institution and the system don't count.</remarks>
    public bool IsContextAdministrator => HasContextRole("Administrator");

    /// <summary>Whether the user is a teaching assistant in the context of the launch, or in a section or group of it.</summary>
    /// <remarks>
    /// The sub-role <c>Instructor#TeachingAssistant</c> is an instructor too, as the role vocabulary defines. The role
    /// <c>membership#TeachingAssistant</c> and the short name, which some platforms send, are not.
    /// </remarks>
    public bool IsTeachingAssistant => RoleVocabulary.IsTeachingAssistant(RoleUris);

    /// <summary>Whether any role URI contains the word <c>Administrator</c>. Do not grant rights by it.</summary>
    /// <remarks>
    /// The shared JSON has this member. An administrator of the institution who learns in the course has <see cref="IsAdmin"/>,
    /// <see cref="IsInstructor"/> and <see cref="IsStudent"/> true. Use <see cref="IsContextAdministrator"/> instead.
    /// </remarks>
    public bool IsAdmin => View.IsAdmin;

    /// <summary>Whether any role URI contains the word <c>Instructor</c>. Do not grant rights by it.</summary>
    /// <remarks>
    /// The shared JSON has this member. An administrator of the institution who learns in the course has <see cref="IsAdmin"/>,
    /// <see cref="IsInstructor"/> and <see cref="IsStudent"/> true. Use <see cref="IsContextInstructor"/> instead.
    /// </remarks>
    public bool IsInstructor => View.IsInstructor;

    /// <summary>Whether any role URI contains the word <c>Learner</c>. Do not grant rights by it.</summary>
    /// <remarks>
    /// The shared JSON has this member. An administrator of the institution who learns in the course has <see cref="IsAdmin"/>,
    /// <see cref="IsInstructor"/> and <see cref="IsStudent"/> true. Use <see cref="IsContextLearner"/> instead.
    /// </remarks>
    public bool IsStudent => View.IsStudent;

    /// <summary>Whether the launch offers Assignment and Grade Services with the address of a line item or of line items.</summary>
    public bool IsAssignmentAndGradesAvailable => View.IsAssignmentAndGradesAvailable;

    /// <summary>Whether the launch is a deep linking request with an address for the response.</summary>
    public bool IsDeepLinkingAvailable => View.IsDeepLinkingAvailable;

    /// <summary>Whether the launch offers Names and Role Provisioning Services with the address of the members.</summary>
    public bool IsNameAndRolesAvailable => View.IsNameAndRolesAvailable;

    /// <summary>True if the document is compact and within the input limits (rule E2).</summary>
    internal bool IsStorable { get; }

    // A single reference, always of the same content, is safe to share between threads. A JsonElement field would not be.
    private SessionView View => _view ??= new SessionView(StorableJson.Read(_utf8));

    /// <summary>Creates a session with a new random id from the claims of a verified id_token. No claim is lost.</summary>
    /// <param name="claims">The id_token's payload: a JSON object. The last of duplicate member names wins.</param>
    /// <param name="verifiedClientId">
    /// The client id that the token was verified for. It must be one of the audiences. It may be null if the token has a single audience.
    /// </param>
    /// <returns>The session. It is not stored yet.</returns>
    /// <exception cref="ArgumentException">
    /// <para>
    /// The claims break the input limits (rule E2). They are not a JSON object, are nested too deeply, have too long a number, or contain
    /// U+0000 or a lone surrogate.
    /// </para>
    /// <para>Or issuer, audience or deployment id is missing, empty or too long.</para>
    /// <para>Or the token has several audiences and no verified client id is given.</para>
    /// </exception>
    public static LtiSession FromClaims(JsonElement claims, string? verifiedClientId)
    {
        if (claims.ValueKind != JsonValueKind.Object)
        {
            throw new ArgumentException("claims must be a JSON object.", nameof(claims));
        }

        return FromClaims(JsonMarshal.GetRawUtf8Value(claims), verifiedClientId);
    }

    /// <summary>Creates a session with a new random id from the claims of a verified id_token. No claim is lost.</summary>
    /// <param name="utf8Claims">The id_token's payload as UTF-8 text: a JSON object. The last of duplicate member names wins.</param>
    /// <param name="verifiedClientId">
    /// The client id that the token was verified for. It must be one of the audiences. It may be null if the token has a single audience.
    /// </param>
    /// <returns>The session. It is not stored yet.</returns>
    /// <exception cref="ArgumentException">
    /// The text is not JSON or the claims break the input limits (rule E2), as in the other overload.
    /// </exception>
    public static LtiSession FromClaims(ReadOnlySpan<byte> utf8Claims, string? verifiedClientId)
        => new(RandomId.New(), SessionWriter.Write(utf8Claims, verifiedClientId), expiresAt: null, isStorable: true);

    /// <summary>Reads a session from its stored document.</summary>
    /// <remarks>
    /// <para>For providers and for sessions of other programs.</para>
    /// <para>
    /// The input limits (rule E2) are checked when the session is added to a storage. The text is parsed when it is first read. Text that
    /// is not JSON then throws a <see cref="JsonException"/>.
    /// </para>
    /// </remarks>
    /// <param name="id">The session's id. A storage refuses to add a session with the empty one.</param>
    /// <param name="utf8Document">The stored document as UTF-8 JSON text. It is copied.</param>
    /// <param name="expiresAt">The time of expiry on the caller's clock (rule E7). Null if it is not stored.</param>
    /// <returns>The session.</returns>
    public static LtiSession FromDocument(Guid id, ReadOnlySpan<byte> utf8Document, DateTimeOffset? expiresAt = null)
        => new(id, utf8Document.ToArray(), expiresAt, isStorable: false);

    /// <summary>Returns whether the user has a role in the context of the launch.</summary>
    /// <remarks>
    /// Three forms match: the URI <c>membership#Instructor</c>, the short name <c>Instructor</c> and any sub-role of it, such as
    /// <c>membership/Instructor#TeachingAssistant</c>.
    /// </remarks>
    /// <param name="name">
    /// The name of a role such as <c>Instructor</c>, or of a sub-role such as <c>TeachingAssistant</c> or
    /// <c>Instructor#TeachingAssistant</c>. It compares ordinally.
    /// </param>
    /// <returns>True if a role matches.</returns>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public bool HasContextRole(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return RoleVocabulary.HasContextRole(RoleUris, name);
    }

    /// <summary>Returns whether the user has a role in the institution, such as <c>Faculty</c>.</summary>
    /// <param name="name">The part of the URI after <c>institution/person#</c>. It compares ordinally.</param>
    /// <returns>True if a role matches.</returns>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public bool HasInstitutionRole(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return RoleVocabulary.HasInstitutionRole(RoleUris, name);
    }

    /// <summary>Returns whether the user has a role in the platform's system, such as <c>SysAdmin</c> or <c>TestUser</c>.</summary>
    /// <param name="name">The part of the URI after <c>system/person#</c>. It compares ordinally.</param>
    /// <returns>True if a role matches.</returns>
    /// <exception cref="ArgumentException">The name is null or empty.</exception>
    public bool HasSystemRole(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return RoleVocabulary.HasSystemRole(RoleUris, name);
    }

    /// <inheritdoc/>
    public bool Equals(LtiSession? other)
        => other is not null
            && Id == other.Id
            && StorableJson.AreEqual(_utf8, other._utf8, () => JsonElement.DeepEquals(Document, other.Document));

    /// <summary>Returns only the name of the type: the id acts as a bearer and the rest is personal data (rule E8).</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(LtiSession);

    /// <inheritdoc/>
    public override int GetHashCode() => Id.GetHashCode();

    /// <summary>Checks this session (rule E2: input limits) and makes it compact.</summary>
    internal LtiSession ToStorable(int maxBytes, string parameter)
    {
        // Everyone knows the empty id, and a session's id acts as a bearer.
        if (Id == Guid.Empty)
        {
            throw new ArgumentException(
                $"{parameter} has no id, as after reading it from JSON. Give it one with {nameof(LtiSession)}.{nameof(FromDocument)}.",
                parameter);
        }

        var storable = IsStorable ? this : new LtiSession(Id, SessionWriter.Rewrite(_utf8, parameter), ExpiresAt, isStorable: true);
        if (storable._utf8.Length > maxBytes)
        {
            throw new ArgumentException(
                $"{parameter} has a document of {storable._utf8.Length} UTF-8 bytes; at most {maxBytes} are allowed "
                    + $"({nameof(LtiStorageOptions)}.{nameof(LtiStorageOptions.MaxDocumentBytes)}).",
                parameter);
        }

        return storable;
    }
}
