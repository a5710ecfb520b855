namespace Lti.Storage;

/// <summary>Lists the fields of a client to change. A null field keeps the stored value (contract rule C3).</summary>
/// <remarks>
/// An update without any field changes nothing but still fails if the client does not exist. The length limits are those of
/// <see cref="NewClient"/> and <see cref="LtiEndpoints"/>.
/// </remarks>
public sealed record ClientUpdate
{
    /// <summary>The new name. Null keeps the stored one.</summary>
    public string? Name { get; init; }

    /// <summary>The new <c>iss</c>. Null keeps the stored one.</summary>
    public string? Issuer { get; init; }

    /// <summary>The new OAuth2 <c>client_id</c>. Null keeps the stored one.</summary>
    public string? ClientId { get; init; }

    /// <summary>The new authorization endpoint. Null keeps the stored one.</summary>
    public string? AuthorizationUrl { get; init; }

    /// <summary>The new token endpoint. Null keeps the stored one.</summary>
    public string? TokenUrl { get; init; }

    /// <summary>The new key set URL. Null keeps the stored one.</summary>
    public string? JwksUrl { get; init; }

    /// <summary>The new token audience. The default keeps the stored one. <see cref="OptionalText.Clear"/> removes it.</summary>
    public OptionalText TokenAudience { get; init; }

    /// <summary>Whether the client may log in and launch. Null keeps the stored value.</summary>
    public bool? IsEnabled { get; init; }

    /// <summary>Applies this update to a client.</summary>
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
            Endpoints = new LtiEndpoints
            {
                AuthorizationUrl = AuthorizationUrl ?? client.Endpoints.AuthorizationUrl,
                TokenUrl = TokenUrl ?? client.Endpoints.TokenUrl,
                JwksUrl = JwksUrl ?? client.Endpoints.JwksUrl,
                TokenAudience = TokenAudience.ApplyTo(client.Endpoints.TokenAudience),
            },
            IsEnabled = IsEnabled ?? client.IsEnabled,
        };
    }
}
