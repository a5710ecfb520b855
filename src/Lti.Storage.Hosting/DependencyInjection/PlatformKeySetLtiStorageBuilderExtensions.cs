using System.Diagnostics.Metrics;
using Lti.Storage;
using Lti.Storage.Hosting.Internal.PlatformKeySets;
using Lti.Storage.Internal;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the public keys of platforms.</summary>
public static class PlatformKeySetLtiStorageBuilderExtensions
{
    /// <summary>Registers <see cref="IPlatformKeySets"/> over the storage.</summary>
    /// <remarks>
    /// <para>It uses the container's <see cref="TimeProvider"/> and <see cref="IMeterFactory"/>.</para>
    /// <para>The start of the host fails if the storage can't store key sets or options contradict each other.</para>
    /// </remarks>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="configure">Sets the options. Null keeps the defaults.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder AddPlatformKeySets(this LtiStorageBuilder builder, Action<PlatformKeySetOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, name) = (builder.Services, builder.Name);
        var options = services.AddOptions<PlatformKeySetOptions>(name);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddKeyedSingleton<IPlatformKeySets>(name, (services, _) => PlatformKeySets.Create(
            services.GetNamed<ILtiStorage>(name),
            services.GetNamedOptions<PlatformKeySetOptions>(name),
            services.GetService<TimeProvider>(),
            services.GetService<IMeterFactory>()));
        if (!services.HasNamed<PlatformKeySetStart>(name))
        {
            services.AddKeyedSingleton(name, (services, _) => new PlatformKeySetStart(services.GetNamed<IPlatformKeySets>(name)));
            services.AddSingleton<IHostedService>(services => services.GetNamed<PlatformKeySetStart>(name));
        }

        return builder;
    }
}
