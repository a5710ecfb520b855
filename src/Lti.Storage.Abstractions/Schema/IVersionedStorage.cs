namespace Lti.Storage;

/// <summary>
/// A storage whose tables have versions. A provider with tables implements it on its storage; <see cref="LayerExtensions.FindLayer"/> finds it under
/// any decorators. Thread-safe.
/// </summary>
public interface IVersionedStorage
{
    /// <summary>The tables' versions, and their migrations.</summary>
    IStorageSchema Schema { get; }

    /// <summary>
    /// Does what <see cref="LtiStorageOptions.SchemaOnStart"/> says. A host does it before it reports ready; without a host, call it once before the
    /// first use.
    /// </summary>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <returns>A task that ends when the storage is ready.</returns>
    /// <exception cref="LtiSchemaException">This library can't work with the schema, or can't migrate it; the message says why and what to do.</exception>
    /// <exception cref="LtiStorageUnavailableException">The database can't be reached.</exception>
    Task StartAsync(CancellationToken cancellationToken = default);
}
