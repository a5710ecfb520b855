using System.Diagnostics.Metrics;
using Lti.Storage;
using Lti.Storage.Hosting;
using Lti.Storage.Hosting.Internal.ToolKeys;
using Lti.Storage.Internal;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the ring of the keys that the tool signs with.</summary>
public static class ToolKeyLtiStorageBuilderExtensions
{
    /// <summary>Registers <see cref="IToolKeyRing"/> over the storage and rotates its keys in the background.</summary>
    /// <remarks>
    /// <para>
    /// The ring uses the container's <see cref="ISecretProtector"/>, <see cref="IInvalidationSource"/> and <see cref="TimeProvider"/>. All
    /// but the clock have the name of a named storage as their service key. <c>ProtectSecrets</c> of Lti.Storage.DataProtection adds the
    /// protector.
    /// </para>
    /// <para>
    /// Every node looks whether a key is due, at least once an hour. One of them makes the next key. A failure is logged and retried.
    /// The health check of the storage reports the age of the signing key and the last failure.
    /// </para>
    /// <para><see cref="HostingMetrics"/> names its metrics.</para>
    /// <para>The start of the host fails if options contradict each other or the storage can't store tool keys.</para>
    /// </remarks>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="configure">Sets the options. Null keeps the defaults.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder AddToolKeys(this LtiStorageBuilder builder, Action<ToolKeyOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, name) = (builder.Services, builder.Name);
        var options = services.AddOptions<ToolKeyOptions>(name);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddKeyedSingleton<IToolKeyRing>(name, (services, _) => ToolKeyRing.Create(
            services.GetNamed<ILtiStorage>(name),
            services.GetNamedOptions<ToolKeyOptions>(name),
            services.FindNamed<ISecretProtector>(name),
            services.FindNamed<IInvalidationSource>(name),
            services.GetService<TimeProvider>()));
        if (!services.HasNamed<RotationService>(name))
        {
            services.AddKeyedSingleton(name, (services, _) => new RotationService(
                services.GetNamed<IToolKeyRing>(name),
                services.GetNamedOptions<ToolKeyOptions>(name),
                services.GetService<TimeProvider>() ?? TimeProvider.System,
                services.CreateNamedLogger<RotationService>(name),
                services.GetService<IMeterFactory>(),
                name));
            services.AddSingleton<IHostedService>(services => services.GetNamed<RotationService>(name));
        }

        return builder;
    }
}
