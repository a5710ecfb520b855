namespace Lti.Storage;

/// <summary>Looks through decorators.</summary>
public static class LayerExtensions
{
    /// <summary>
    /// Finds what a storage can do beyond the contract, such as <see cref="IInvalidationSource"/> or <see cref="IStorageSchema"/>: on the storage
    /// itself, or on what it wraps if it is a <see cref="DelegatingLtiStorage"/>.
    /// </summary>
    /// <typeparam name="T">An interface, or a storage's own type.</typeparam>
    /// <param name="storage">The storage.</param>
    /// <returns>The outermost layer that is a <typeparamref name="T"/>, or null where there is none.</returns>
    public static T? FindLayer<T>(this ILtiStorage storage)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(storage);
        for (var layer = storage; layer is not null; layer = (layer as DelegatingLtiStorage)?.Inner)
        {
            if (layer is T found)
            {
                return found;
            }
        }

        return null;
    }
}
