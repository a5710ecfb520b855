using LinqToDB.Mapping;

namespace Lti.Storage.PostgreSql.Internal.Clients;

[Table("clients")]
internal sealed class ClientRow
{
    [Column("id"), PrimaryKey]
    public Guid Id { get; init; }

    [Column("name"), NotNull]
    public string Name { get; init; } = "";

    [Column("iss"), NotNull]
    public string Issuer { get; init; } = "";

    [Column("client_id"), NotNull]
    public string ClientId { get; init; } = "";

    [Column("auth_url"), NotNull]
    public string AuthorizationUrl { get; init; } = "";

    [Column("token_url"), NotNull]
    public string TokenUrl { get; init; } = "";

    [Column("jwks_url"), NotNull]
    public string JwksUrl { get; init; } = "";

    [Column("token_audience"), Nullable]
    public string? TokenAudience { get; init; }

    [Column("enabled"), NotNull]
    public bool IsEnabled { get; init; }

    public LtiClient ToClient() => new()
    {
        Id = new(Id),
        Name = Name,
        Issuer = Issuer,
        ClientId = ClientId,
        Endpoints = new LtiEndpoints
        {
            AuthorizationUrl = AuthorizationUrl,
            TokenUrl = TokenUrl,
            JwksUrl = JwksUrl,
            TokenAudience = TokenAudience,
        },
        IsEnabled = IsEnabled,
    };
}
