using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lti.Storage.Internal;
using Lti.Storage.Internal.Logins;

namespace Lti.Storage;

/// <summary>Holds the state between the login and the launch on the server.</summary>
/// <remarks>
/// <para>
/// Browsers that block third-party cookies keep no state for the tool. A stored login needs no cookie: the platform sends its
/// <see cref="State"/> back with the launch.
/// </para>
/// <para>
/// A stored login is not bound to the browser. Whoever has the state could finish the login in another browser (login CSRF). Bind it in one
/// of two ways. Set a cookie (<c>__Host-</c>, <c>Partitioned</c>) that holds <see cref="StateHash"/>, or put the hash into the platform's
/// storage if <see cref="StorageTarget"/> is given (LTI Client Side postMessages). <c>docs/how-to/cookies-blocked.md</c> shows both.
/// </para>
/// <para>The text form is only the type name, because the state and the nonce are secrets (contract rule E8).</para>
/// </remarks>
public sealed record LtiLogin
{
    private readonly JsonElement? _data;

    /// <summary>The value of the <c>state</c> parameter: 1 to <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units.</summary>
    /// <remarks>It is compared ordinally (rule E1).</remarks>
    public required string State { get; init; }

    /// <summary>The nonce of the id_token: 1 to <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units.</summary>
    public required string Nonce { get; init; }

    /// <summary>The platform's <c>iss</c>.</summary>
    public required string Issuer { get; init; }

    /// <summary>The OAuth2 <c>client_id</c> that the login was sent to the platform with.</summary>
    public required string ClientId { get; init; }

    /// <summary>The <c>lti_deployment_id</c> of the login request. Null if it had none or an empty one.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>The <c>target_link_uri</c> of the login request. Null if it had none.</summary>
    /// <remarks>
    /// At most <see cref="LtiLimits.MaxEndpointLength"/> UTF-16 units. The browser can change it. Use the signed one of the launch.
    /// </remarks>
    public string? TargetLinkUri { get; init; }

    /// <summary>The <c>lti_storage_target</c> of the login request: the frame that stores data for the tool. Null if it had none.</summary>
    /// <remarks>At most <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units. See LTI Client Side postMessages 1.0.</remarks>
    public string? StorageTarget { get; init; }

    /// <summary>
    /// The tool's own data: a JSON object of at most <see cref="LtiLimits.MaxLoginDataBytes"/> UTF-8 bytes. Null if none.
    /// </summary>
    /// <remarks>It appears in no log, trace or exception (rule G4).</remarks>
    public JsonElement? Data
    {
        get => _data;
        init => _data = value is { ValueKind: JsonValueKind.Undefined }
            ? throw new ArgumentException($"{nameof(Data)} must be a JSON object or null.", nameof(value))
            : value?.Clone();
    }

    /// <summary>The time of expiry on the caller's clock (rule E7). Null if the login did not come from a storage.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The SHA-256 hash of <see cref="State"/> as base64url text: the value that binds the login to a browser.</summary>
    /// <remarks>The hash does not reveal the state, so it may stand in a cookie or in the platform's storage.</remarks>
    public string StateHash => HashState(State);

    /// <summary>Creates a login with a new random state and nonce. It is not stored yet.</summary>
    /// <param name="issuer">The platform's <c>iss</c>.</param>
    /// <param name="clientId">The OAuth2 <c>client_id</c>.</param>
    /// <returns>The login. Set the optional members in an object initializer after <c>with</c>.</returns>
    public static LtiLogin Create(string issuer, string clientId)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        ArgumentNullException.ThrowIfNull(clientId);
        return new LtiLogin { State = LtiNonce.Create(), Nonce = LtiNonce.Create(), Issuer = issuer, ClientId = clientId };
    }

    /// <summary>Creates a login at a client with a new random state and nonce. It is not stored yet.</summary>
    /// <param name="client">The client that the login resolved to.</param>
    /// <returns>The login. Set the optional members in an object initializer after <c>with</c>.</returns>
    public static LtiLogin Create(LtiClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return Create(client.Issuer, client.ClientId);
    }

    /// <summary>Hashes a state as <see cref="StateHash"/> does, to compare it with the value that the browser kept.</summary>
    /// <param name="state">The <c>state</c> parameter of the launch.</param>
    /// <returns>The SHA-256 hash as base64url text.</returns>
    public static string HashState(string state)
    {
        ArgumentNullException.ThrowIfNull(state);
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(state)));
    }

    /// <summary>Reads a login from its stored document.</summary>
    /// <remarks>For providers. A member of another JSON type reads as absent.</remarks>
    /// <param name="state">The state.</param>
    /// <param name="nonce">The nonce.</param>
    /// <param name="utf8Document">The stored document as UTF-8 JSON text.</param>
    /// <param name="expiresAt">The time of expiry on the caller's clock (rule E7).</param>
    /// <returns>The login.</returns>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static LtiLogin FromDocument(string state, string nonce, ReadOnlySpan<byte> utf8Document, DateTimeOffset? expiresAt = null)
        => LoginDocument.Read(state, nonce, utf8Document, expiresAt);

    /// <summary>Writes the login without its state, nonce and expiry: the form in which providers store it.</summary>
    /// <returns>The document as UTF-8 JSON text.</returns>
    public byte[] ToUtf8Document() => LoginDocument.Write(this);

    /// <inheritdoc/>
    public bool Equals(LtiLogin? other)
        => other is not null
            && State == other.State
            && Nonce == other.Nonce
            && Issuer == other.Issuer
            && ClientId == other.ClientId
            && DeploymentId == other.DeploymentId
            && TargetLinkUri == other.TargetLinkUri
            && StorageTarget == other.StorageTarget
            && ExpiresAt == other.ExpiresAt
            && LoginDocument.SameData(Data, other.Data);

    /// <inheritdoc/>
    public override int GetHashCode() => State.GetHashCode(StringComparison.Ordinal);

    /// <summary>Returns only the name of the type: the state and the nonce are secrets (rule E8).</summary>
    /// <returns>The name of the type.</returns>
    public override string ToString() => nameof(LtiLogin);

    /// <summary>Checks every member against the input limits (rule E2).</summary>
    internal LtiLogin ToStorable(string parameter)
    {
        Input.RequireIdentifier(State, $"{parameter}.{nameof(State)}");
        Input.RequireIdentifier(Nonce, $"{parameter}.{nameof(Nonce)}");
        Input.RequireIdentifier(Issuer, $"{parameter}.{nameof(Issuer)}");
        Input.RequireIdentifier(ClientId, $"{parameter}.{nameof(ClientId)}");
        Input.RequireText(DeploymentId, LtiLimits.MaxIdentifierLength, $"{parameter}.{nameof(DeploymentId)}");
        Input.RequireText(TargetLinkUri, LtiLimits.MaxEndpointLength, $"{parameter}.{nameof(TargetLinkUri)}");
        Input.RequireText(StorageTarget, LtiLimits.MaxIdentifierLength, $"{parameter}.{nameof(StorageTarget)}");
        return this with
        {
            // An empty id of a request counts as absent (rule C7).
            DeploymentId = DeploymentId is "" ? null : DeploymentId,
            Data = LoginDocument.Checked(Data, $"{parameter}.{nameof(Data)}"),
            ExpiresAt = null,
        };
    }
}
