namespace Lti.Storage.PostgreSql.Internal.PlatformKeySets;

/// <summary>The arguments of a lease.</summary>
/// <param name="Id">The id of the row.</param>
/// <param name="JwksUrl">The address.</param>
/// <param name="LeaseId">The id of the lease.</param>
/// <param name="LeaseFor">The time that it lasts.</param>
/// <param name="KnownSetId">The set that the caller has.</param>
/// <param name="LackingSetId">The same if that set lacks the key that the caller needs.</param>
internal sealed record KeySetLease(string Id, string JwksUrl, Guid LeaseId, TimeSpan LeaseFor, Guid? KnownSetId, Guid? LackingSetId);
