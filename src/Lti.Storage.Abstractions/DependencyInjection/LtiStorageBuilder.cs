using Lti.Storage;
using Lti.Storage.Internal.DependencyInjection;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Chooses what <see cref="ILtiStorage"/> is made of: one provider, and the decorators around it in the order they are added, so that a
/// registration reads as a sentence.
/// </summary>
public sealed class LtiStorageBuilder
{
    private readonly StorageComposition _composition;

    internal LtiStorageBuilder(IServiceCollection services, StorageComposition composition)
    {
        Services = services;
        _composition = composition;
    }

    /// <summary>The container's registrations, for what a provider needs beside the storage itself.</summary>
    public IServiceCollection Services { get; }

    /// <summary>Chooses the provider. Called again, the last call wins, so that a test can replace what the application chose; decorators stay.</summary>
    /// <param name="create">Makes the storage, once; the container disposes it, once for each interface that it handed it out as.</param>
    /// <returns>This builder.</returns>
    public LtiStorageBuilder UseProvider(Func<IServiceProvider, ILtiStorage> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        _composition.Provider = create;
        return this;
    }

    /// <summary>
    /// Puts a decorator around what is there so far. Every interface that the container hands out is the outermost one. A decorator disposes
    /// what it wraps.
    /// </summary>
    /// <param name="decorate">Makes the decorator, once, around the storage given to it.</param>
    /// <returns>This builder.</returns>
    public LtiStorageBuilder Decorate(Func<IServiceProvider, ILtiStorage, ILtiStorage> decorate)
    {
        ArgumentNullException.ThrowIfNull(decorate);
        _composition.Decorators.Add(decorate);
        return this;
    }
}
