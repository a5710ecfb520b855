using System.Diagnostics.Metrics;
using Lti.Storage;
using Lti.Storage.Hosting.Internal.AccessTokens;
using Lti.Storage.Internal;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the access tokens for the services of platforms.</summary>
public static class AccessTokenLtiStorageBuilderExtensions
{
    /// <summary>Registers <see cref="IAccessTokens"/> over the storage.</summary>
    /// <remarks>
    /// <para>
    /// It uses the container's <see cref="ISecretProtector"/>, <see cref="IInvalidationSource"/>, <see cref="TimeProvider"/> and
    /// <see cref="IMeterFactory"/>. The first two have the name of a named storage as their service key. <c>ProtectSecrets</c> of
    /// Lti.Storage.DataProtection adds the protector.
    /// </para>
    /// <para>The start of the host fails if the storage can't store access tokens or options contradict each other.</para>
    /// </remarks>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="configure">Sets the options. Null keeps the defaults.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder AddAccessTokens(this LtiStorageBuilder builder, Action<AccessTokenOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (services, name) = (builder.Services, builder.Name);
        var options = services.AddOptions<AccessTokenOptions>(name);
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddKeyedSingleton<IAccessTokens>(name, (services, _) => AccessTokens.Create(
            services.GetNamed<ILtiStorage>(name),
            services.GetNamedOptions<AccessTokenOptions>(name),
            services.FindNamed<ISecretProtector>(name),
            services.FindNamed<IInvalidationSource>(name),
            services.GetService<TimeProvider>(),
            services.GetService<IMeterFactory>()));
        if (!services.HasNamed<AccessTokenStart>(name))
        {
            services.AddKeyedSingleton(name, (services, _) => new AccessTokenStart(services.GetNamed<IAccessTokens>(name)));
            services.AddSingleton<IHostedService>(services => services.GetNamed<AccessTokenStart>(name));
        }

        return builder;
    }
}
