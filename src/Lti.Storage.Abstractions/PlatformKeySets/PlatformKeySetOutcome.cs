namespace Lti.Storage;

/// <summary>Names the outcomes of <see cref="IPlatformKeySetStorage.LeasePlatformKeySetAsync"/>.</summary>
public enum PlatformKeySetOutcome
{
    /// <summary>A fresh set is stored that the caller can use.</summary>
    Found,

    /// <summary>The caller has the lease: it alone fetches the set.</summary>
    Leased,

    /// <summary>Another caller has the lease.</summary>
    LeasedByAnother,

    /// <summary>The last fetch ended a moment ago. No caller gets the lease yet.</summary>
    Postponed,
}
