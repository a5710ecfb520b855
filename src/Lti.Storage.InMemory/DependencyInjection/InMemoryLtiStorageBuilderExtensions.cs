using Lti.Storage;
using Lti.Storage.InMemory;
using Lti.Storage.Internal;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Chooses the in-memory provider.</summary>
public static class InMemoryLtiStorageBuilderExtensions
{
    /// <summary>Stores everything in this process's memory.</summary>
    /// <remarks>The clock is the container's <see cref="TimeProvider"/> or the system clock.</remarks>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder UseInMemory(this LtiStorageBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseProvider(services => new InMemoryLtiStorage(
            services.GetNamedOptions<LtiStorageOptions>(builder.Name),
            services.GetService<TimeProvider>()));
    }
}
