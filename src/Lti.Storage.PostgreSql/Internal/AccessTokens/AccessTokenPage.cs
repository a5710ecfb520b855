namespace Lti.Storage.PostgreSql.Internal.AccessTokens;

/// <summary>The arguments of a page of a listing.</summary>
internal sealed record AccessTokenPage(ClientKey? Client, AccessTokenSummary? After);
