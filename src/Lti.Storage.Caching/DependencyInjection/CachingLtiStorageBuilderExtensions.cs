using System.Diagnostics.Metrics;
using Lti.Storage;
using Lti.Storage.Caching;
using Lti.Storage.Caching.Internal;
using Lti.Storage.Caching.Internal.Options;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Puts a cache around what is registered.</summary>
public static class CachingLtiStorageBuilderExtensions
{
    /// <summary>
    /// Puts a cache around the storage as it is so far, as <see cref="CachingStorageExtensions.WithCaching"/> does. The clock is the container's
    /// <see cref="TimeProvider"/>, and what tells of changes elsewhere its <see cref="IInvalidationSource"/>, if it has them; else the system's clock
    /// and the source that the storage itself offers.
    /// </summary>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="configure">Sets the options, or null for the defaults. They are checked when the host starts.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder WithCaching(this LtiStorageBuilder builder, Action<CachingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<CachingOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CachingOptions>, CachingOptionsValidator>());
        return builder.Decorate(static (services, storage) => CachingLtiStorage.Around(
            storage,
            services.GetRequiredService<IOptions<CachingOptions>>().Value,
            services.GetService<IInvalidationSource>(),
            services.GetService<TimeProvider>(),
            services.GetService<IMeterFactory>()));
    }
}
