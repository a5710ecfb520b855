namespace Lti.Storage.Benchmarks;

internal sealed class ClientRow
{
    public Guid Id { get; set; }

    public required string Name { get; set; }

    public required string Issuer { get; set; }

    public required string ClientId { get; set; }

    public required string AuthorizationUrl { get; set; }

    public required string TokenUrl { get; set; }

    public required string JwksUrl { get; set; }

    public string? TokenAudience { get; set; }

    public bool IsEnabled { get; set; }

    public LtiClient ToClient() => new()
    {
        Id = new(Id),
        Name = Name,
        Issuer = Issuer,
        ClientId = ClientId,
        Endpoints = new LtiEndpoints { AuthorizationUrl = AuthorizationUrl, TokenUrl = TokenUrl, JwksUrl = JwksUrl, TokenAudience = TokenAudience },
        IsEnabled = IsEnabled,
    };
}
