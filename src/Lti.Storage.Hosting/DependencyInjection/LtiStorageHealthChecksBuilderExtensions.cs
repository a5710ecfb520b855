using Lti.Storage;
using Lti.Storage.Hosting;
using Lti.Storage.Hosting.Internal.Health;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a health check of the LTI storage.</summary>
public static class LtiStorageHealthChecksBuilderExtensions
{
    /// <summary>The name of the health check where none is given.</summary>
    public const string DefaultHealthCheckName = "lti_storage";

    private static readonly TimeSpan _defaultTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Adds a health check of the storage that <c>AddLtiStorage</c> registers, whatever its provider.</summary>
    /// <remarks>
    /// <para>Unhealthy: the storage does not answer in time, or this library can't work with its schema. Degraded: it works, but changes by other nodes
    /// are seen late. A description holds the messages of this library alone; any other exception is named by its type.</para>
    /// <para>The data hold <c>schemaVersion</c>, <c>knownSchemaVersion</c>, <c>invalidation</c> (the <see cref="InvalidationState"/>) and
    /// <c>oldestExpired</c> (a <see cref="TimeSpan"/>: the age of the oldest expired row, from <see cref="ICleanupBacklog"/>), where the storage has them.
    /// They hold a <c>warning</c> where expired rows pile up: where the oldest one is a day older than the cleanup's interval.</para>
    /// <para>A check costs a few small queries. Concurrent checks share them.</para>
    /// </remarks>
    /// <param name="builder">The builder that <c>AddHealthChecks</c> returns.</param>
    /// <param name="name">The name of the check, unlike that of any other.</param>
    /// <param name="failureStatus">The status where the storage can't be used; null means unhealthy.</param>
    /// <param name="tags">Tags for the filters of endpoints. Null means <c>ready</c>: a node whose storage fails should get no requests, and a restart would not help.</param>
    /// <param name="timeout">The time limit of a check; over zero. A question to the storage that is older is cancelled and asked again. Null means 5 seconds.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is not over zero.</exception>
    public static IHealthChecksBuilder AddLtiStorage(
        this IHealthChecksBuilder builder,
        string name = DefaultHealthCheckName,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var limit = timeout ?? _defaultTimeout;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(timeout));

        builder.Services.AddOptions<CleanupOptions>();
        builder.Services.TryAddSingleton(static services => new StorageProbe(
            services.GetRequiredService<ILtiStorage>(), services.GetService<TimeProvider>() ?? TimeProvider.System));
        return builder.Add(new HealthCheckRegistration(
            name,
            services => new StorageHealthCheck(
                services.GetRequiredService<StorageProbe>(),
                services.GetService<IInvalidationSource>() ?? services.GetRequiredService<ILtiStorage>().FindLayer<IInvalidationSource>(),
                limit,
                TimeSpan.FromDays(1) + services.GetRequiredService<IOptions<CleanupOptions>>().Value.Interval),
            failureStatus,
            tags ?? ["ready"]));
    }
}
