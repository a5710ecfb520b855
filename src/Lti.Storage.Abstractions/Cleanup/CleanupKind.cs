namespace Lti.Storage;

/// <summary>The kinds of rows that a cleanup removes, in the order in which <see cref="CleanupLoop"/> removes them.</summary>
public enum CleanupKind
{
    /// <summary>Nonces, with their logins.</summary>
    Nonces,

    /// <summary>Sessions.</summary>
    Sessions,

    /// <summary>Registration sessions.</summary>
    RegistrationSessions,

    /// <summary>Access tokens, with their leases.</summary>
    AccessTokens,

    /// <summary>Platform key sets, with their leases.</summary>
    PlatformKeySets,
}
