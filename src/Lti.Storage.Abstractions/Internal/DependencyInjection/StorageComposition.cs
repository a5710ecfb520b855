namespace Lti.Storage.Internal.DependencyInjection;

/// <summary>Holds the provider of a storage and its decorators from the innermost to the outermost.</summary>
internal sealed class StorageComposition(string? name)
{
    private readonly List<Func<IServiceProvider, ILtiStorage, ILtiStorage>> _decorators = [];
    private Func<IServiceProvider, ILtiStorage>? _provider;

    /// <summary>The name of the storage. Null if it has none.</summary>
    public string? Name { get; } = name;

    public bool HasCleanup { get; set; }

    private string Subject => Name is null ? "The storage" : $"The storage '{Name}'";

    private string Registration => Name is null ? "services.AddLtiStorage()" : $"services.AddLtiStorage(\"{Name}\")";

    public void Use(Func<IServiceProvider, ILtiStorage> provider) => _provider = _provider is null
        ? provider
        : throw new InvalidOperationException(
            $"{Subject} already has a provider. Choose one provider for each storage. "
                + "Register a further storage under a name, such as services.AddLtiStorage(\"second\").UseInMemory().");

    public void Decorate(Func<IServiceProvider, ILtiStorage, ILtiStorage> decorator) => _decorators.Add(decorator);

    public ILtiStorage Create(IServiceProvider services)
    {
        if (_provider is null)
        {
            throw new InvalidOperationException(
                "No storage provider is chosen. Call one on the builder that AddLtiStorage returns, "
                    + $"such as {Registration}.UseInMemory().");
        }

        return _decorators.Aggregate(_provider(services), (storage, decorate) => decorate(services, storage));
    }
}
