namespace Lti.Storage.Cli.Sessions;

/// <param name="Revoked">How many sessions were deleted. Expired ones do not count.</param>
internal sealed record RevokedSessionsShape(long Revoked);
