namespace Lti.Storage;

/// <summary>Names the outcomes of <see cref="IAccessTokenStorage.LeaseAccessTokenAsync"/>.</summary>
public enum AccessTokenOutcome
{
    /// <summary>A token is stored that lives longer than the leeway.</summary>
    Found,

    /// <summary>The caller has the lease: it alone asks the platform.</summary>
    Leased,

    /// <summary>Another caller has the lease.</summary>
    LeasedByAnother,

    /// <summary>The platform asked to wait (<c>Retry-After</c>).</summary>
    Postponed,
}
