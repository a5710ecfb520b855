using Lti.Storage;
using Lti.Storage.Hosting;
using Lti.Storage.Hosting.Internal.Cleanup;
using Lti.Storage.Hosting.Internal.Options;
using Lti.Storage.Internal;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the background cleanup to any provider.</summary>
public static class HostingLtiStorageBuilderExtensions
{
    /// <summary>Removes expired rows in the background. The first run starts at a random moment.</summary>
    /// <remarks>
    /// A run that fails is logged and retried before the interval ends. When the host stops, the run finishes its current batch. A
    /// <see cref="StorageCleanup"/> for runs by hand is registered too, under the name of a named storage. The clock is the container's if
    /// it has one.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="configure">Sets the options. Null keeps the defaults. They are checked when the host starts.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder AddCleanup(this LtiStorageBuilder builder, Action<CleanupOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.DeclareCleanup();
        var (services, name) = (builder.Services, builder.Name);
        var options = services.AddOptions<CleanupOptions>(name).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CleanupOptions>, CleanupOptionsValidator>());
        services.TryAddKeyedSingleton(name, (services, _) => new StorageCleanup(
            services.GetNamed<ILtiStorage>(name),
            services.GetNamedOptions<CleanupOptions>(name),
            services.GetService<TimeProvider>(),
            services.CreateNamedLogger<StorageCleanup>(name)));
        if (!services.HasNamed<CleanupService>(name))
        {
            services.AddKeyedSingleton(name, (services, _) => new CleanupService(
                services.GetNamed<StorageCleanup>(name),
                services.GetNamedOptions<CleanupOptions>(name),
                services.GetService<TimeProvider>() ?? TimeProvider.System,
                services.CreateNamedLogger<CleanupService>(name)));
            services.AddSingleton<IHostedService>(services => services.GetNamed<CleanupService>(name));
        }

        return builder;
    }
}
