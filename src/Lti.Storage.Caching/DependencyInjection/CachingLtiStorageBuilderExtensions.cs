using System.Diagnostics.Metrics;
using Lti.Storage;
using Lti.Storage.Caching;
using Lti.Storage.Caching.Internal;
using Lti.Storage.Caching.Internal.Options;
using Lti.Storage.Internal;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the cache.</summary>
public static class CachingLtiStorageBuilderExtensions
{
    /// <summary>Puts a cache around the storage that is registered so far.</summary>
    /// <remarks>
    /// It works as <see cref="CachingStorageExtensions.WithCaching"/>. The clock is the container's <see cref="TimeProvider"/>, or the
    /// system's. Changes elsewhere are reported by the container's <see cref="IInvalidationSource"/>, or by the source that the storage
    /// itself offers. The source of a named storage has its name as the service key.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="configure">Sets the options. Null means the defaults. They are checked when the host starts.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder WithCaching(this LtiStorageBuilder builder, Action<CachingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<CachingOptions>(builder.Name).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CachingOptions>, CachingOptionsValidator>());
        return builder.Decorate((services, storage) => CachingLtiStorage.Around(
            storage,
            services.GetNamedOptions<CachingOptions>(builder.Name),
            services.FindNamed<IInvalidationSource>(builder.Name),
            services.GetService<TimeProvider>(),
            services.GetService<IMeterFactory>()));
    }
}
