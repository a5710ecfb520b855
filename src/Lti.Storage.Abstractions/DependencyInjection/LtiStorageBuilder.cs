using Lti.Storage;
using Lti.Storage.Internal.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Composes <see cref="ILtiStorage"/> from one provider and any decorators.</summary>
/// <remarks>Decorators wrap the provider in the order of the calls.</remarks>
public sealed class LtiStorageBuilder
{
    private readonly StorageComposition _composition;

    internal LtiStorageBuilder(IServiceCollection services, StorageComposition composition)
    {
        Services = services;
        _composition = composition;
    }

    /// <summary>The container's registrations. A provider adds further services here.</summary>
    public IServiceCollection Services { get; }

    /// <summary>The name of the storage. Null for the storage without a name.</summary>
    /// <remarks>
    /// It is the key of the storage's services and the name of its options. A package that extends the builder passes it to
    /// <c>AddOptions</c>, <c>IOptionsMonitor.Get</c> and <c>GetKeyedService</c>. All take null for the storage without a name.
    /// </remarks>
    public string? Name => _composition.Name;

    /// <summary>Declares that expired rows are removed.</summary>
    /// <remarks>
    /// Otherwise the host logs at its start that no cleanup is registered. <c>AddCleanup</c> of Lti.Storage.Hosting calls it. Call it
    /// yourself if the application or a scheduled job runs the cleanup.
    /// </remarks>
    /// <returns>The builder.</returns>
    public LtiStorageBuilder DeclareCleanup()
    {
        _composition.HasCleanup = true;
        return this;
    }

    /// <summary>Chooses the provider.</summary>
    /// <remarks>A storage has one provider. A test replaces the storage by its own registration of <see cref="ILtiStorage"/>.</remarks>
    /// <param name="create">
    /// Creates the storage. Called once. The container disposes the storage once for each interface that it handed out, so disposal must be
    /// repeatable (contract rule E10).
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="InvalidOperationException">The storage already has a provider.</exception>
    public LtiStorageBuilder UseProvider(Func<IServiceProvider, ILtiStorage> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        _composition.Use(create);
        return this;
    }

    /// <summary>Wraps the storage in a decorator.</summary>
    /// <remarks>
    /// The decorator wraps everything that is registered so far. The container hands out the outermost decorator. A decorator disposes the
    /// storage that it wraps.
    /// </remarks>
    /// <param name="decorate">Creates the decorator around the storage given to it. Called once.</param>
    /// <returns>This builder.</returns>
    public LtiStorageBuilder Decorate(Func<IServiceProvider, ILtiStorage, ILtiStorage> decorate)
    {
        ArgumentNullException.ThrowIfNull(decorate);
        _composition.Decorate(decorate);
        return this;
    }
}
