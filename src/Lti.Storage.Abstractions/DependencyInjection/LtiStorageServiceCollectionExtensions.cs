using Lti.Storage;
using Lti.Storage.Internal.DependencyInjection;
using Lti.Storage.Internal.Options;
using Lti.Storage.Internal.Startup;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers LTI storage in a container.</summary>
public static class LtiStorageServiceCollectionExtensions
{
    /// <summary>
    /// Registers <see cref="ILtiStorage"/> and each of its small interfaces as one singleton. Choose the provider on the builder that is returned:
    /// <c>services.AddLtiStorage().UseInMemory()</c>. Safe to call again: it continues what is there. When a host starts, the storage is made and its
    /// schema, if it has one, checked or migrated, as <see cref="LtiStorageOptions.SchemaOnStart"/> says, before any service of the host starts.
    /// </summary>
    /// <param name="services">The container's registrations.</param>
    /// <param name="configure">Sets the options, or null for the defaults. They are checked when the host starts.</param>
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
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StorageStartup>());

        var composition = services.Select(service => service.ImplementationInstance).OfType<StorageComposition>().FirstOrDefault();
        if (composition is null)
        {
            composition = new StorageComposition();
            services.AddSingleton(composition);
        }

        services.TryAddSingleton<ILtiStorage>(provider => provider.GetRequiredService<StorageComposition>().Create(provider));
        services.TryAddSingleton<IClientStore>(Storage);
        services.TryAddSingleton<IDeploymentStore>(Storage);
        services.TryAddSingleton<ILaunchConfigStore>(Storage);
        services.TryAddSingleton<INonceStore>(Storage);
        services.TryAddSingleton<ISessionStore>(Storage);
        services.TryAddSingleton<IRegistrationSessionStore>(Storage);
        return new LtiStorageBuilder(services, composition);

        static ILtiStorage Storage(IServiceProvider provider) => provider.GetRequiredService<ILtiStorage>();
    }
}
