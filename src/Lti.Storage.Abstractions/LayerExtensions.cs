namespace Lti.Storage;

/// <summary>Finds the layers of a decorated storage.</summary>
public static class LayerExtensions
{
    /// <summary>Finds a layer that has a capability beyond the contract.</summary>
    /// <remarks>
    /// Examples are <see cref="IInvalidationSource"/> and <see cref="IStorageSchema"/>. The search starts at the storage itself and goes
    /// inwards through each <see cref="DelegatingLtiStorage"/>.
    /// </remarks>
    /// <typeparam name="T">An interface or the type of a storage.</typeparam>
    /// <param name="storage">The storage.</param>
    /// <returns>The outermost layer that is a <typeparamref name="T"/>. Null if there is none.</returns>
    public static T? GetService<T>(this ILtiStorage storage)
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
