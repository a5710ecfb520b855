namespace Lti.Storage.Internal.DependencyInjection;

/// <summary>Holds the provider of a storage and its decorators from the innermost to the outermost.</summary>
internal sealed class StorageComposition
{
    public Func<IServiceProvider, ILtiStorage>? Provider { get; set; }

    public List<Func<IServiceProvider, ILtiStorage, ILtiStorage>> Decorators { get; } = [];

    public bool HasCleanup { get; set; }

    public ILtiStorage Create(IServiceProvider services)
    {
        if (Provider is null)
        {
            throw new InvalidOperationException(
                "No storage provider is chosen. "
                    + "Call one on the builder that AddLtiStorage returns, such as services.AddLtiStorage().UseInMemory().");
        }

        return Decorators.Aggregate(Provider(services), (storage, decorate) => decorate(services, storage));
    }
}
