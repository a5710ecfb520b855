namespace Lti.Storage.Cli.Schema;

/// <param name="Schema">The schema's name.</param>
/// <param name="Version">Its version now.</param>
/// <param name="Applied">The migrations that this run applied, in their order; empty where there was nothing to do.</param>
internal sealed record AppliedMigrationsShape(string Schema, int Version, IReadOnlyList<int> Applied);
