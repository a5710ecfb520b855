namespace Lti.Storage.Cli.Clients;

/// <summary>The JSON of a client.</summary>
internal sealed record ClientShape(
    Guid Id,
    string Name,
    string Issuer,
    string ClientId,
    string AuthorizationUrl,
    string TokenUrl,
    string JwksUrl,
    string? TokenAudience,
    bool IsEnabled)
{
    public static ClientShape Of(LtiClient client) => new(
        client.Id.Value,
        client.Name,
        client.Issuer,
        client.ClientId,
        client.Endpoints.AuthorizationUrl,
        client.Endpoints.TokenUrl,
        client.Endpoints.JwksUrl,
        client.Endpoints.TokenAudience,
        client.IsEnabled);
}
