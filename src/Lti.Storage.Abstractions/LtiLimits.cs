namespace Lti.Storage;

/// <summary>Defines the input limits of all providers (contract rule E2).</summary>
/// <remarks>Lengths are counted in UTF-16 units as <see cref="string.Length"/> does.</remarks>
public static class LtiLimits
{
    /// <summary>The greatest length of an issuer, client id, deployment id, name, nonce or state: 255 UTF-16 units.</summary>
    public const int MaxIdentifierLength = 255;

    /// <summary>The greatest length of a deployment's description: 4,096 UTF-16 units.</summary>
    public const int MaxDescriptionLength = 4096;

    /// <summary>The greatest length of an endpoint, a token audience or a login's target link URI: 2,048 UTF-16 units.</summary>
    public const int MaxEndpointLength = 2048;

    /// <summary>The greatest size of a login's data: 8,192 UTF-8 bytes without white space.</summary>
    public const int MaxLoginDataBytes = 8192;

    /// <summary>The deepest nesting of a stored document: 128 levels of objects and arrays including its root.</summary>
    public const int MaxDocumentDepth = 128;

    /// <summary>The most digits of a number in a stored document: 1,000 in its plain decimal form without exponent.</summary>
    public const int MaxNumberDigits = 1000;

    /// <summary>The greatest length of an access token: 32,768 printable ASCII characters.</summary>
    public const int MaxAccessTokenLength = 32_768;

    /// <summary>The greatest length of all scopes of an access token with spaces between them: 4,096 characters.</summary>
    public const int MaxScopeLength = 4096;

    /// <summary>The greatest size of a platform's key set: 1,048,576 bytes (1 MiB).</summary>
    public const int MaxPlatformKeySetBytes = 1_048_576;

    /// <summary>The longest lifetime: 3,650 days (about ten years).</summary>
    public static readonly TimeSpan MaxLifetime = TimeSpan.FromDays(3650);
}
