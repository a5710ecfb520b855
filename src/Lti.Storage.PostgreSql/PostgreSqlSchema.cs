using Lti.Storage.PostgreSql.Internal;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Schema;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql;

/// <summary>
/// The tables of one schema of a database: which migrations they have had, and applying those that are missing. Reached through
/// <see cref="PostgreSqlLtiStorage.Schema"/>. Any number of nodes may migrate at once: one does, the others wait and find it done.
/// </summary>
public sealed class PostgreSqlSchema
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

    /// <summary>Reads which migrations the schema has had. Changes nothing.</summary>
    /// <param name="cancellationToken">Cancels the wait for a connection.</param>
    /// <returns>The status.</returns>
    /// <exception cref="LtiSchemaException">The server is older than PostgreSQL 15, or the database user may not read the schema's journal.</exception>
    /// <exception cref="LtiStorageUnavailableException">The database can't be reached.</exception>
    public Task<SchemaStatus> GetStatusAsync(CancellationToken cancellationToken = default) => _migrator.ReadStatusAsync(cancellationToken);

    /// <summary>Fails where this library cannot work with the schema; a newer one that it can work with is a warning in the log.</summary>
    /// <param name="cancellationToken">Cancels the wait for a connection.</param>
    /// <returns>A task that ends when the schema was found usable.</returns>
    /// <exception cref="LtiSchemaException">Migrations are missing (the message names their versions), a newer library made a breaking change, the server is too old, or the database user may not read the journal.</exception>
    /// <exception cref="LtiStorageUnavailableException">The database can't be reached.</exception>
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

    /// <summary>
    /// Applies the missing migrations in one transaction: all or none. Waits for another node that migrates, and for tables that are in use,
    /// without holding up those who use them for more than two seconds at a time.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting; a migration that has begun is rolled back.</param>
    /// <returns>The versions that this call applied, in their order; empty where there was nothing to do.</returns>
    /// <exception cref="LtiSchemaException">
    /// A newer library made a breaking change, the server is too old, the database user lacks the rights, or tables of these names belong to something else.
    /// </exception>
    /// <exception cref="LtiStorageUnavailableException">The database can't be reached, or broke off.</exception>
    public async Task<IReadOnlyList<int>> MigrateAsync(CancellationToken cancellationToken = default)
    {
        // Read without a lock first: a start with nothing to do waits for nobody.
        var status = await GetStatusAsync(cancellationToken).ConfigureAwait(false);
        RequireCompatible(status);
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
