using Lti.Storage;
using Lti.Storage.Internal.DependencyInjection;
using Lti.Storage.Internal.Options;
using Lti.Storage.Internal.Startup;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers LTI storage in a container.</summary>
public static class LtiStorageServiceCollectionExtensions
{
    /// <summary>Registers <see cref="ILtiStorage"/> and each of its small interfaces as one singleton.</summary>
    /// <remarks>
    /// <para>
    /// Choose the provider on the returned builder: <c>services.AddLtiStorage().UseInMemory()</c>. A second call continues the first.
    /// </para>
    /// <para>
    /// A host creates the storage before its services start. It then checks or migrates the schema as
    /// <see cref="LtiStorageOptions.SchemaOnStart"/> says.
    /// </para>
    /// </remarks>
    /// <param name="services">The container's registrations.</param>
    /// <param name="configure">Sets the options. Null keeps the defaults. The options are checked when the host starts.</param>
    /// <returns>The builder that chooses the provider and its decorators.</returns>
    public static LtiStorageBuilder AddLtiStorage(this IServiceCollection services, Action<LtiStorageOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var options = services.AddOptions<LtiStorageOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<LtiStorageOptions>, LtiStorageOptionsValidator>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StorageStartup>(static services => new StorageStartup(
            services.GetRequiredService<ILtiStorage>(),
            services.GetRequiredService<StorageComposition>(),
            services.GetRequiredService<IOptions<LtiStorageOptions>>(),
            services.GetService<ILogger<StorageStartup>>())));

        var composition = services.Select(service => service.ImplementationInstance).OfType<StorageComposition>().FirstOrDefault();
        if (composition is null)
        {
            composition = new StorageComposition();
            services.AddSingleton(composition);
        }

        services.TryAddSingleton<ILtiStorage>(provider => provider.GetRequiredService<StorageComposition>().Create(provider));
        services.TryAddSingleton<IClientStore>(Storage);
        services.TryAddSingleton<IDeploymentStore>(Storage);
        services.TryAddSingleton<ILoginStore>(Storage);
        services.TryAddSingleton<ILaunchStore>(Storage);
        services.TryAddSingleton<INonceStore>(Storage);
        services.TryAddSingleton<ISessionStore>(Storage);
        services.TryAddSingleton<IRegistrationSessionStore>(Storage);
        return new LtiStorageBuilder(services, composition);

        static ILtiStorage Storage(IServiceProvider provider) => provider.GetRequiredService<ILtiStorage>();
    }
}
