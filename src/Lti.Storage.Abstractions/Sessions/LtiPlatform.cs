namespace Lti.Storage;

/// <summary>Where the launch came from. A session that this library stored has the first three; one that another program wrote may lack any.</summary>
public sealed record LtiPlatform
{
    /// <summary>The platform's <c>iss</c>, or null.</summary>
    public string? Issuer { get; init; }

    /// <summary>The OAuth2 <c>client_id</c> that the launch was verified for, or null.</summary>
    public string? ClientId { get; init; }

    /// <summary>The platform's <c>deployment_id</c>, or null.</summary>
    public string? DeploymentId { get; init; }

    /// <summary>The platform's own name, or its issuer where it sends none; null where it is no string.</summary>
    public string? Name { get; init; }
}
