namespace Lti.Storage.Cli.Sessions;

/// <param name="Revoked">How many sessions ended, not counting those that had expired.</param>
internal sealed record RevokedSessionsShape(long Revoked);
