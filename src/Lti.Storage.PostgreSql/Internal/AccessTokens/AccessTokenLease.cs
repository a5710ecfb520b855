namespace Lti.Storage.PostgreSql.Internal.AccessTokens;

/// <summary>The arguments of a lease.</summary>
internal sealed record AccessTokenLease(AccessTokenRequest Request, Guid LeaseId, TimeSpan Leeway, TimeSpan LeaseFor);
