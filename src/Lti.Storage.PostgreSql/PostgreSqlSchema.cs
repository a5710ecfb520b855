using Lti.Storage.PostgreSql.Internal;
using Lti.Storage.PostgreSql.Internal.Execution;
using Lti.Storage.PostgreSql.Internal.Schema;
using Microsoft.Extensions.Logging;

namespace Lti.Storage.PostgreSql;

/// <summary>Reads and applies the migrations of one schema of a database.</summary>
/// <remarks>
/// <see cref="PostgreSqlLtiStorage.Schema"/> returns it. Several nodes may migrate concurrently, and each step is applied by one of them.
/// </remarks>
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

    /// <summary>The unquoted name of the schema, such as <c>public</c>.</summary>
    public string Name { get; }

    /// <summary>Builds the SQL of the migrations, which an administrator can apply.</summary>
    /// <remarks>
    /// <para>
    /// The text has a transaction for each step and records the migrations in the table <c>lti_storage_migrations</c>. It first checks
    /// existing tables and fails before anything is changed if they don't fit.
    /// </para>
    /// <para>A step fails that waits two seconds for a table in use. Run the text again: it continues where it ended.</para>
    /// </remarks>
    /// <param name="schema">The name of the schema that the tables are in, or will be.</param>
    /// <param name="fromVersion">Only migrations after this version are included. 0 includes all.</param>
    /// <returns>The text, with a comment for each migration.</returns>
    /// <exception cref="ArgumentException"><paramref name="schema"/> can't be the name of a schema.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="fromVersion"/> is negative or greater than the newest version.
    /// </exception>
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
                $"The schema '{Name}' lacks the migrations {string.Join(", ", status.MissingVersions)} of LTI storage. "
                    + "Set SchemaOnStart to Migrate, or have the database administrator apply PostgreSqlSchema.Script.");
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<int>> MigrateAsync(CancellationToken cancellationToken = default)
        => MigrateAsync(stepApplied: null, cancellationToken);

    /// <summary>Applies the missing migrations and reports each step that stays, whatever comes after it.</summary>
    internal async Task<IReadOnlyList<int>> MigrateAsync(Action? stepApplied, CancellationToken cancellationToken)
    {
        // The first read takes no lock so that a start without missing migrations waits for no other node.
        var status = await GetStatusAsync(cancellationToken).ConfigureAwait(false);
        RequireCompatible(status);
        await _migrator.WarnOfForkTablesAsync(cancellationToken).ConfigureAwait(false);
        return await _migrator.MigrateAsync(status.MissingVersions, RequireCompatible, stepApplied, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Compares the tables with the tables that the library needs.</summary>
    /// <remarks>
    /// <para>
    /// It compares keys, indexes, types, lengths and nullability. Missing tables and indexes are no finding because migrations create
    /// them. A migration makes the same check before it changes anything.
    /// </para>
    /// <para>The call reads only the catalog and takes no lock on the tables.</para>
    /// </remarks>
    /// <param name="cancellationToken">Cancels the wait for a connection.</param>
    /// <returns>
    /// A sentence for each finding, with the names of tables and columns and without stored values. Empty if there is none.
    /// </returns>
    /// <exception cref="LtiStorageUnavailableException">The database can't be reached.</exception>
    public Task<IReadOnlyList<string>> InspectAsync(
        CancellationToken cancellationToken = default) => _migrator.InspectAsync(cancellationToken);

    private void RequireCompatible(SchemaStatus status)
    {
        if (status.IsIncompatible)
        {
            throw new LtiSchemaException(
                $"The schema '{Name}' has version {status.Version}, which a newer library made and this one, which knows "
                    + $"{status.KnownVersion}, can't work with. Update the library.");
        }

        if (status.Version > status.KnownVersion)
        {
            _logger.SchemaIsNewer(Name, status.Version, status.KnownVersion);
        }
    }
}
