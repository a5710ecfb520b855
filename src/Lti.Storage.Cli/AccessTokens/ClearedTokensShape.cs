namespace Lti.Storage.Cli.AccessTokens;

/// <param name="Cleared">How many unexpired rows were removed.</param>
internal sealed record ClearedTokensShape(long Cleared);
