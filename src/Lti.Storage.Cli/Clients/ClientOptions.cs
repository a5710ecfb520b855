namespace Lti.Storage.Cli.Clients;

/// <summary>The help of the options that name a client's fields.</summary>
internal static class ClientOptions
{
    public const string Name = "A name to show to people.";
    public const string Issuer = "The platform's issuer (iss), exactly as the platform sends it.";
    public const string ClientId = "The OAuth2 client_id that the platform gave to the tool.";
    public const string AuthorizationUrl = "The platform's authorization endpoint, also called OIDC authentication request URL.";
    public const string TokenUrl = "The platform's token endpoint.";
    public const string JwksUrl = "The platform's key set (JWKS).";
    public const string TokenAudience = "The audience of the tool's requests for access tokens, if it is not the token endpoint.";
}
