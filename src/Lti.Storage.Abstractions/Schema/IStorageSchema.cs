namespace Lti.Storage;

/// <summary>The tables of a storage: reads which migrations they have had, and applies missing ones. Thread-safe.</summary>
/// <remarks>
/// A provider with tables implements it on its storage; <see cref="LayerExtensions.FindLayer"/> finds it under any decorators. A host does what
/// <see cref="LtiStorageOptions.SchemaOnStart"/> says before its services start. Without a host, call <see cref="MigrateAsync"/> or
/// <see cref="CheckAsync"/> before the first use. Any number of nodes may migrate concurrently: each migration is applied by one
/// of them.
/// </remarks>
public interface IStorageSchema
{
    /// <summary>Reads which migrations the schema has had. Changes nothing, and is cheap enough for a health check.</summary>
    /// <param name="cancellationToken">Cancels the wait for a connection.</param>
    /// <returns>The status.</returns>
    /// <exception cref="LtiSchemaException">The server is too old, or the database user may not read the schema's journal.</exception>
    /// <exception cref="LtiStorageUnavailableException">The database can't be reached.</exception>
    Task<SchemaStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Fails where this library cannot work with the schema; a newer one that it can work with is a warning in the log.</summary>
    /// <param name="cancellationToken">Cancels the wait for a connection.</param>
    /// <returns>A task that ends when the schema was found usable.</returns>
    /// <exception cref="LtiSchemaException">Migrations are missing (the message names their versions), a newer library made a breaking change, the server is too old, or the database user may not read the journal.</exception>
    /// <exception cref="LtiStorageUnavailableException">The database can't be reached.</exception>
    Task CheckAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Applies the missing migrations step by step. Waits for other nodes that migrate, and for tables that are in use.
    /// </summary>
    /// <remarks>
    /// A step that fails or is cancelled is rolled back; those before it stay, and the next call goes on from there. While the call waits for a table, it
    /// holds up those who use it for two seconds at once, and for a tenth of the time, at most.
    /// </remarks>
    /// <param name="cancellationToken">Ends the waiting; the step that runs is rolled back.</param>
    /// <returns>The versions that this call applied, in their order; empty where there was nothing to do.</returns>
    /// <exception cref="LtiSchemaException">
    /// A newer library made a breaking change, the server is too old, the database user lacks the rights, or the tables that are there are not as the
    /// library needs them. The message says what is wrong.
    /// </exception>
    /// <exception cref="LtiStorageUnavailableException">The database can't be reached, or broke off.</exception>
    Task<IReadOnlyList<int>> MigrateAsync(CancellationToken cancellationToken = default);
}
