namespace Lti.Storage;

/// <summary>Reads and applies the migrations of a storage's tables. Thread-safe.</summary>
/// <remarks>
/// A provider with tables implements it on its storage. <see cref="LayerExtensions.GetService"/> finds it under any decorators. A host
/// follows <see cref="LtiStorageOptions.SchemaOnStart"/> before its services start. Without a host, call <see cref="MigrateAsync"/> or
/// <see cref="CheckAsync"/> before the first use. Any number of nodes may migrate concurrently: one node applies each migration.
/// </remarks>
public interface IStorageSchema
{
    /// <summary>Reads which migrations the schema has.</summary>
    /// <remarks>Changes nothing and is cheap enough for a health check.</remarks>
    /// <param name="cancellationToken">Cancels the wait for a connection.</param>
    /// <returns>The status.</returns>
    /// <exception cref="LtiSchemaException">The server is too old, or the database user may not read the migration journal.</exception>
    /// <exception cref="LtiStorageUnavailableException">The database can't be reached.</exception>
    Task<SchemaStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Throws if this library can't work with the schema.</summary>
    /// <remarks>A newer schema that this library can work with is a warning in the log.</remarks>
    /// <param name="cancellationToken">Cancels the wait for a connection.</param>
    /// <returns>A task that ends when the schema is found usable.</returns>
    /// <exception cref="LtiSchemaException">
    /// Migrations are missing (the message names their versions), or a newer library made a breaking change. Or the server is too old, or
    /// the database user may not read the journal.
    /// </exception>
    /// <exception cref="LtiStorageUnavailableException">The database can't be reached.</exception>
    Task CheckAsync(CancellationToken cancellationToken = default);

    /// <summary>Applies the missing migrations step by step.</summary>
    /// <remarks>
    /// <para>It waits for other nodes that migrate and for tables that are in use.</para>
    /// <para>A step that fails or is cancelled is rolled back. Earlier steps stay, and the next call continues from there.</para>
    /// <para>
    /// While it waits for a table it blocks other users of the table. A block lasts at most two seconds, and the blocks take at most a
    /// tenth of the time.
    /// </para>
    /// </remarks>
    /// <param name="cancellationToken">Stops the wait. The running step is rolled back.</param>
    /// <returns>The versions that this call applied in their order. Empty if there was nothing to do.</returns>
    /// <exception cref="LtiSchemaException">
    /// A newer library made a breaking change, or the server is too old. Or the database user lacks rights, or existing tables do not fit
    /// the library. The message says what is wrong.
    /// </exception>
    /// <exception cref="LtiStorageUnavailableException">The database can't be reached or broke off.</exception>
    Task<IReadOnlyList<int>> MigrateAsync(CancellationToken cancellationToken = default);
}
