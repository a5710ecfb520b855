namespace Lti.Storage.Cli.Schema;

/// <param name="Schema">The schema's name.</param>
/// <param name="Version">The version after the run.</param>
/// <param name="Applied">The migrations that this run applied, in their order; empty if there were none.</param>
internal sealed record AppliedMigrationsShape(string Schema, int Version, IReadOnlyList<int> Applied);
