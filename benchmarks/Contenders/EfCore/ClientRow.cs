namespace Lti.Storage.Benchmarks;

internal sealed class ClientRow
{
    public Guid Id { get; set; }

    public required string Issuer { get; set; }

    public required string ClientId { get; set; }

    public required string AuthorizationUrl { get; set; }

    public required string TokenUrl { get; set; }

    public required string JwksUrl { get; set; }
}
