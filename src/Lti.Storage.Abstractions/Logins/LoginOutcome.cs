namespace Lti.Storage;

/// <summary>Tells how a login request was resolved (contract rule C7). Only <see cref="Found"/> goes on to the platform.</summary>
public enum LoginOutcome
{
    /// <summary>The issuer has no client. Register the tool on this platform.</summary>
    UnknownIssuer,

    /// <summary>The client was found and is enabled.</summary>
    Found,

    /// <summary>The issuer has clients, but none with this client id.</summary>
    UnknownClient,

    /// <summary>Several enabled clients match, and the request does not say which one it means. Ask for a <c>client_id</c>.</summary>
    Ambiguous,

    /// <summary>Every matching client is disabled.</summary>
    Disabled,
}
