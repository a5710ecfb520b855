namespace Lti.Storage;

/// <summary>Stores the key sets of platforms for an <see cref="IPlatformKeySets"/>. Thread-safe.</summary>
/// <remarks>
/// <para>
/// A provider that can store key sets implements it on its storage. <see cref="LayerExtensions.GetService"/> finds it under any decorators.
/// Each call is one atomic step. All times are by the storage's clock (contract rule E7).
/// </para>
/// <para>
/// A row belongs to one address. Addresses compare ordinally (rule E1). A row holds the last good set, a lease and the time in which no
/// caller gets a lease, each of them or none. It expires with the last of them. A cleanup removes and counts it.
/// </para>
/// <para>
/// Changes are not reported to an <see cref="IInvalidationListener"/>. Invalid input throws an <see cref="ArgumentException"/> before
/// anything is sent (rule E2).
/// </para>
/// </remarks>
public interface IPlatformKeySetStorage
{
    /// <summary>Finds a fresh set, or leases the right to fetch one (rules P1, P2 and P4).</summary>
    /// <remarks>
    /// Of any number of concurrent calls one gets the lease. At the instant of its end a lease has ended, a set is no longer fresh or no
    /// longer serves, and a postponed fetch may begin. A call with the id of the present lease renews it.
    /// </remarks>
    /// <param name="jwksUrl">The address: an absolute http or https URL of at most 2,048 UTF-16 units.</param>
    /// <param name="leaseId">The id of the caller's lease: random and not empty.</param>
    /// <param name="leaseFor">The time that the lease lasts: over zero.</param>
    /// <param name="knownSetId">The set that the caller has. Its bytes are not returned again. Null: none.</param>
    /// <param name="needsAnother">True if that set lacks the key that the caller needs. Then it is not found, although it is fresh.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>The outcome, with the last good set in each case if there is one.</returns>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    ValueTask<PlatformKeySetLookup> LeasePlatformKeySetAsync(
        string jwksUrl,
        Guid leaseId,
        TimeSpan leaseFor,
        Guid? knownSetId = null,
        bool needsAnother = false,
        CancellationToken cancellationToken = default);

    /// <summary>Stores a set, ends the lease and postpones the next fetch.</summary>
    /// <param name="jwksUrl">The address.</param>
    /// <param name="leaseId">The id of the caller's lease.</param>
    /// <param name="keySet">The set. It replaces the stored one.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>True if the set was stored. False if the lease is no longer the caller's. Nothing was stored then.</returns>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    ValueTask<bool> StorePlatformKeySetAsync(
        string jwksUrl, Guid leaseId, NewPlatformKeySet keySet, CancellationToken cancellationToken = default);

    /// <summary>Ends a lease without a set, because the fetch failed. The last good set stays (rule P3).</summary>
    /// <param name="jwksUrl">The address.</param>
    /// <param name="leaseId">The id of the caller's lease.</param>
    /// <param name="retryAfter">The time in which no caller gets a lease: zero or more.</param>
    /// <param name="cancellationToken">Cancels the call before it is sent.</param>
    /// <returns>Whether the lease was the caller's.</returns>
    /// <exception cref="LtiStorageUnavailableException">The storage can't be reached or broke off.</exception>
    ValueTask<bool> ReleasePlatformKeySetAsync(
        string jwksUrl, Guid leaseId, TimeSpan retryAfter, CancellationToken cancellationToken = default);
}
