using Lti.Storage.PostgreSql.Internal;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Schema;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql;

/// <summary>
/// The tables of one schema of a database: reads which migrations they have had, and applies those that are missing. Reached through
/// <see cref="PostgreSqlLtiStorage.Schema"/>. Any number of nodes may migrate at once; each step is applied by one of them.
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
    /// Builds the SQL of the migrations, for an administrator to apply by hand. It has a transaction for each step, and also records the migrations in
    /// the table <c>lti_storage_migrations</c>.
    /// </summary>
    /// <remarks>
    /// The text begins with a check of tables that are there already, and fails there before anything is changed. A step that waits two seconds for a
    /// busy table fails. Run the text again: it goes on where it ended.
    /// </remarks>
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
        // Read without a lock first: a start with nothing to do waits for no other node.
        var status = await GetStatusAsync(cancellationToken).ConfigureAwait(false);
        RequireCompatible(status);
        await _migrator.WarnOfForkTablesAsync(cancellationToken).ConfigureAwait(false);
        return await _migrator.MigrateAsync(status.MissingVersions, RequireCompatible, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Compares the tables with those that the library works on: keys, indexes, types, lengths and nullability.</summary>
    /// <remarks>
    /// A migration does the same before it changes anything. Tables and indexes that are missing are no finding here, since migrations create them.
    /// The call reads the catalog alone and takes no lock on the tables.
    /// </remarks>
    /// <param name="cancellationToken">Cancels the wait for a connection.</param>
    /// <returns>A sentence for each finding, with the names of tables and columns and no stored value; empty where all is well.</returns>
    /// <exception cref="LtiStorageUnavailableException">The database can't be reached.</exception>
    public Task<IReadOnlyList<string>> InspectAsync(CancellationToken cancellationToken = default) => _migrator.InspectAsync(cancellationToken);

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
