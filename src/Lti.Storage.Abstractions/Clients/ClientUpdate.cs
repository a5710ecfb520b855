namespace Lti.Storage;

/// <summary>
/// The fields of a client to change; a null field stays as it is (contract rule C3). An update without any field changes nothing
/// and still tells whether the client exists. Limits are those of <see cref="NewClient"/> and <see cref="PlatformEndpoints"/>.
/// </summary>
public sealed record ClientUpdate
{
    /// <summary>The new name, or null to keep it.</summary>
    public string? Name { get; init; }

    /// <summary>The new <c>iss</c>, or null to keep it.</summary>
    public string? Issuer { get; init; }

    /// <summary>The new OAuth2 <c>client_id</c>, or null to keep it.</summary>
    public string? ClientId { get; init; }

    /// <summary>The new authorization endpoint, or null to keep it.</summary>
    public string? AuthorizationUrl { get; init; }

    /// <summary>The new token endpoint, or null to keep it.</summary>
    public string? TokenUrl { get; init; }

    /// <summary>The new key set, or null to keep it.</summary>
    public string? JwksUrl { get; init; }

    /// <summary>The client as it is after this update.</summary>
    /// <param name="client">The client as stored.</param>
    /// <returns>A copy of <paramref name="client"/> with the given fields replaced.</returns>
    public LtiClient ApplyTo(LtiClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client with
        {
            Name = Name ?? client.Name,
            Issuer = Issuer ?? client.Issuer,
            ClientId = ClientId ?? client.ClientId,
            Endpoints = new PlatformEndpoints
            {
                AuthorizationUrl = AuthorizationUrl ?? client.Endpoints.AuthorizationUrl,
                TokenUrl = TokenUrl ?? client.Endpoints.TokenUrl,
                JwksUrl = JwksUrl ?? client.Endpoints.JwksUrl,
            },
        };
    }
}
