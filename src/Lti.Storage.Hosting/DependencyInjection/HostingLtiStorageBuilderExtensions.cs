using Lti.Storage;
using Lti.Storage.Hosting;
using Lti.Storage.Hosting.Internal.Cleanup;
using Lti.Storage.Hosting.Internal.Options;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the background cleanup to any provider.</summary>
public static class HostingLtiStorageBuilderExtensions
{
    /// <summary>Removes expired rows in the background. The first run starts at a random moment.</summary>
    /// <remarks>
    /// A run that fails is logged and retried before the interval ends. When the host stops, the run finishes its current batch. A
    /// <see cref="StorageCleanup"/> for runs by hand is registered too. The clock is the container's if it has one.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="configure">Sets the options. Null keeps the defaults. They are checked when the host starts.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder AddCleanup(this LtiStorageBuilder builder, Action<CleanupOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.DeclareCleanup();
        var services = builder.Services;
        var options = services.AddOptions<CleanupOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CleanupOptions>, CleanupOptionsValidator>());
        services.TryAddSingleton(static services => new StorageCleanup(
            services.GetRequiredService<ILtiStorage>(),
            services.GetRequiredService<IOptions<CleanupOptions>>().Value,
            services.GetService<TimeProvider>(),
            services.GetService<ILogger<StorageCleanup>>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, CleanupService>(static services => new CleanupService(
            services.GetRequiredService<StorageCleanup>(),
            services.GetRequiredService<IOptions<CleanupOptions>>(),
            services.GetService<TimeProvider>() ?? TimeProvider.System,
            services.GetRequiredService<ILogger<CleanupService>>())));
        return builder;
    }
}
