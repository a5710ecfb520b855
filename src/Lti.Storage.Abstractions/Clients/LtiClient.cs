namespace Lti.Storage;

/// <summary>Describes one stored registration of the tool on a platform.</summary>
public sealed record LtiClient
{
    /// <summary>The internal identifier: a version 7 UUID that the library creates. It is never sent to a platform.</summary>
    public required ClientKey Id { get; init; }

    /// <summary>The display name: 1 to <see cref="LtiLimits.MaxIdentifierLength"/> UTF-16 units.</summary>
    public required string Name { get; init; }

    /// <summary>The platform's <c>iss</c>.</summary>
    /// <remarks>It is compared ordinally and never normalised: a trailing slash makes another issuer (rule E1).</remarks>
    public required string Issuer { get; init; }

    /// <summary>The OAuth2 <c>client_id</c> that the platform gave to the tool. It is unique within the issuer (rule C1).</summary>
    public required string ClientId { get; init; }

    /// <summary>The URLs of the platform.</summary>
    public required LtiEndpoints Endpoints { get; init; }

    /// <summary>Whether the client may log in and launch. Default: true. False suspends a platform without losing its data.</summary>
    /// <remarks>Sessions of earlier launches stay until they expire or are deleted.</remarks>
    public bool IsEnabled { get; init; } = true;
}
