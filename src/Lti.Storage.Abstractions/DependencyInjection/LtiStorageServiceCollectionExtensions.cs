using Lti.Storage;
using Lti.Storage.Internal;
using Lti.Storage.Internal.DependencyInjection;
using Lti.Storage.Internal.Options;
using Lti.Storage.Internal.Startup;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers LTI storages in a container.</summary>
public static class LtiStorageServiceCollectionExtensions
{
    /// <summary>Registers <see cref="ILtiStorage"/> and each of its small interfaces as one singleton.</summary>
    /// <remarks>
    /// <para>
    /// Choose the provider on the returned builder: <c>services.AddLtiStorage().UseInMemory()</c>. A second call continues the first. It
    /// can't choose a second provider.
    /// </para>
    /// <para>
    /// A host creates the storage before its services start. It then checks or migrates the schema as
    /// <see cref="LtiStorageOptions.SchemaOnStart"/> says.
    /// </para>
    /// <para>A test replaces the storage by its own registration of <see cref="ILtiStorage"/>.</para>
    /// </remarks>
    /// <param name="services">The container's registrations.</param>
    /// <param name="configure">Sets the options. Null keeps the defaults. The options are checked when the host starts.</param>
    /// <returns>The builder that chooses the provider and its decorators.</returns>
    public static LtiStorageBuilder AddLtiStorage(this IServiceCollection services, Action<LtiStorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var composition = services.FirstOrDefault(service => service.ServiceType == typeof(StorageComposition) && !service.IsKeyedService)
            ?.ImplementationInstance as StorageComposition;
        return services.Add(composition ?? services.AddComposition(name: null), configure);
    }

    /// <summary>Registers a further storage: <see cref="ILtiStorage"/> and its small interfaces as one keyed singleton.</summary>
    /// <remarks>
    /// <para>
    /// The name is the service key: <c>[FromKeyedServices("north")] ILtiStorage storage</c>. It is also the name of all options, such as
    /// <c>services.Configure&lt;LtiStorageOptions&gt;("north", section)</c>. Names are compared ordinally.
    /// </para>
    /// <para>
    /// Each storage has its own provider, decorators, options, cleanup and start. All share the <see cref="TimeProvider"/> and the logger
    /// factory. The categories of the loggers end with the name. An <see cref="IInvalidationSource"/> of the container has the same key.
    /// </para>
    /// </remarks>
    /// <param name="services">The container's registrations.</param>
    /// <param name="name">The name of the storage. It is no secret: it appears in metrics, traces and logs.</param>
    /// <param name="configure">Sets the options. Null keeps the defaults. The options are checked when the host starts.</param>
    /// <returns>The builder that chooses the provider and its decorators.</returns>
    /// <exception cref="ArgumentException"><paramref name="name"/> is empty or white space.</exception>
    /// <exception cref="InvalidOperationException">A storage of this name is registered already.</exception>
    public static LtiStorageBuilder AddLtiStorage(
        this IServiceCollection services, string name, Action<LtiStorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return services.HasNamed<StorageComposition>(name)
            ? throw new InvalidOperationException($"A storage named '{name}' is already registered. Give each storage its own name.")
            : services.Add(services.AddComposition(name), configure);
    }

    private static LtiStorageBuilder Add(
        this IServiceCollection services, StorageComposition composition, Action<LtiStorageOptions>? configure)
    {
        if (configure is not null)
        {
            services.Configure(composition.Name, configure);
        }

        return new LtiStorageBuilder(services, composition);
    }

    /// <summary>Registers the services of a storage. A null key registers them without a key.</summary>
    private static StorageComposition AddComposition(this IServiceCollection services, string? name)
    {
        var composition = new StorageComposition(name);
        services.AddOptions<LtiStorageOptions>(name).Configure(options => options.Name = name).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LtiStorageOptions>, LtiStorageOptionsValidator>());
        services.AddSingleton<IHostedService>(services => new StorageStartup(
            services.GetNamed<ILtiStorage>(name),
            composition,
            services.GetNamedOptions<LtiStorageOptions>(name),
            services.CreateNamedLogger<StorageStartup>(name)));

        services.Add(new ServiceDescriptor(typeof(StorageComposition), name, composition));
        services.TryAddKeyedSingleton<ILtiStorage>(name, (services, _) => composition.Create(services));
        services.TryAddKeyedSingleton<IClientStore>(name, Storage);
        services.TryAddKeyedSingleton<IDeploymentStore>(name, Storage);
        services.TryAddKeyedSingleton<ILoginStore>(name, Storage);
        services.TryAddKeyedSingleton<ILaunchStore>(name, Storage);
        services.TryAddKeyedSingleton<INonceStore>(name, Storage);
        services.TryAddKeyedSingleton<ISessionStore>(name, Storage);
        services.TryAddKeyedSingleton<IRegistrationSessionStore>(name, Storage);
        return composition;

        ILtiStorage Storage(IServiceProvider services, object? key) => services.GetNamed<ILtiStorage>(name);
    }
}
