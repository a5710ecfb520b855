using Lti.Storage.PostgreSql.Internal;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Schema;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql;

/// <summary>
/// The tables of one schema of a database: which migrations they have had, and applying those that are missing. Reached through
/// <see cref="PostgreSqlLtiStorage.Schema"/>. Any number of nodes may migrate at once: one does, the others wait and find it done.
/// </summary>
public sealed class PostgreSqlSchema : IStorageSchema
{
    private readonly Migrator _migrator;
    private readonly ILogger _logger;

    internal PostgreSqlSchema(ConnectionPool pool, string name, ILogger logger)
    {
        Name = name;
        _logger = logger;
        _migrator = new Migrator(pool, name, logger);
    }

    /// <summary>The schema's name, such as <c>public</c>, as it is stored: not quoted.</summary>
    public string Name { get; }

    /// <summary>
    /// The SQL of the migrations, for an administrator to apply by hand: one transaction, safe to run again, which also records them in the table
    /// <c>lti_storage_migrations</c>.
    /// </summary>
    /// <param name="schema">The name of the schema that the tables are in, or will be.</param>
    /// <param name="fromVersion">Only migrations after this version; 0 means all.</param>
    /// <returns>The text, with a comment for each migration.</returns>
    /// <exception cref="ArgumentException"><paramref name="schema"/> can't be the name of a schema.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fromVersion"/> is negative, or greater than the newest version.</exception>
    public static string Script(string schema = PostgreSqlStorageOptions.DefaultSchema, int fromVersion = 0)
    {
        SchemaName.Require(schema, nameof(schema));
        ArgumentOutOfRangeException.ThrowIfNegative(fromVersion);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fromVersion, Migration.Latest);
        return MigrationScript.Whole(schema, fromVersion);
    }

    /// <inheritdoc/>
    public Task<SchemaStatus> GetStatusAsync(CancellationToken cancellationToken = default) => _migrator.ReadStatusAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task CheckAsync(CancellationToken cancellationToken = default)
    {
        var status = await GetStatusAsync(cancellationToken).ConfigureAwait(false);
        RequireCompatible(status);
        if (status.MissingVersions.Count > 0)
        {
            throw new LtiSchemaException(
                $"The schema '{Name}' lacks the migrations {string.Join(", ", status.MissingVersions)} of LTI storage. Set SchemaOnStart to Migrate, or have the database administrator apply PostgreSqlSchema.Script.");
        }
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<int>> MigrateAsync(CancellationToken cancellationToken = default)
    {
        // Read without a lock first: a start with nothing to do waits for nobody.
        var status = await GetStatusAsync(cancellationToken).ConfigureAwait(false);
        RequireCompatible(status);
        await _migrator.WarnOfForkTablesAsync(cancellationToken).ConfigureAwait(false);
        return status.MissingVersions.Count == 0 ? [] : await _migrator.MigrateAsync(RequireCompatible, cancellationToken).ConfigureAwait(false);
    }

    private void RequireCompatible(SchemaStatus status)
    {
        if (status.IsIncompatible)
        {
            throw new LtiSchemaException(
                $"The schema '{Name}' has version {status.Version}, which a newer library made and this one, which knows {status.KnownVersion}, can't work with. Update the library.");
        }

        if (status.Version > status.KnownVersion)
        {
            _logger.SchemaIsNewer(Name, status.Version, status.KnownVersion);
        }
    }
}
