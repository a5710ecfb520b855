using System.Runtime.CompilerServices;
using Lti.Storage;
using Lti.Storage.Hosting;
using Lti.Storage.Hosting.Internal.Health;
using Lti.Storage.Hosting.Internal.ToolKeys;
using Lti.Storage.Internal;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a health check of the LTI storage.</summary>
public static class LtiStorageHealthChecksBuilderExtensions
{
    /// <summary>The default name of the health check. That of a named storage is <c>lti_storage_</c> and its name.</summary>
    public const string DefaultHealthCheckName = "lti_storage";

    private static readonly TimeSpan _defaultTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Adds a health check of a storage that <c>AddLtiStorage</c> registers.</summary>
    /// <remarks>
    /// <para>
    /// Unhealthy: the storage does not answer in time, or this library can't work with its schema. Degraded: it works, but changes by other
    /// nodes are seen late. A description contains only messages of this library. Any other exception is named by its type.
    /// </para>
    /// <para>
    /// The data have <c>schemaVersion</c>, <c>knownSchemaVersion</c>, <c>invalidation</c> and <c>oldestExpired</c> if the storage supports
    /// them. <c>invalidation</c> is the <see cref="InvalidationState"/>. <c>oldestExpired</c> is a <see cref="TimeSpan"/>: the age of the
    /// oldest expired row, from <see cref="ICleanupBacklog"/>.
    /// </para>
    /// <para>The data have a <c>warning</c> if the oldest expired row is a day older than the cleanup's interval.</para>
    /// <para>
    /// With <c>AddToolKeys</c> the data have <c>signingKeyAge</c> (a <see cref="TimeSpan"/>) and <c>lastFailedRotation</c> (a
    /// <see cref="DateTimeOffset"/>) from the rotation of this node, and a <c>toolKeyWarning</c> if the key should have been replaced.
    /// </para>
    /// <para>A check costs a few small queries. Concurrent checks share them.</para>
    /// </remarks>
    /// <param name="builder">The builder that <c>AddHealthChecks</c> returns.</param>
    /// <param name="storage">The name that <c>services.AddLtiStorage</c> got. Null means the storage without a name.</param>
    /// <param name="name">
    /// The unique name of the check. Null means <c>lti_storage</c>, or <c>lti_storage_north</c> for a storage named <c>north</c>.
    /// </param>
    /// <param name="failureStatus">The status if the storage can't be used. Null means unhealthy.</param>
    /// <param name="tags">
    /// Tags for the filters of endpoints. Null means <c>ready</c>: a node whose storage fails should get no requests, and a restart would
    /// not help.
    /// </param>
    /// <param name="timeout">
    /// The timeout of a check: over zero. A probe that is older is cancelled and started again. Null means 5 seconds.
    /// </param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A name is empty or white space.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is not over zero.</exception>
    public static IHealthChecksBuilder AddLtiStorage(
        this IHealthChecksBuilder builder,
        string? storage = null,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        RequireNameOrNull(storage);
        RequireNameOrNull(name);
        var limit = timeout ?? _defaultTimeout;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(timeout));

        builder.Services.AddOptions<CleanupOptions>(storage);
        builder.Services.TryAddKeyedSingleton(storage, (services, _) => new StorageProbe(
            Find(services, storage), services.GetService<TimeProvider>() ?? TimeProvider.System));
        return builder.Add(new HealthCheckRegistration(
            name ?? (storage is null ? DefaultHealthCheckName : $"{DefaultHealthCheckName}_{storage}"),
            services => new StorageHealthCheck(
                services.GetNamed<StorageProbe>(storage),
                services.FindNamed<IInvalidationSource>(storage) ?? Find(services, storage).GetService<IInvalidationSource>(),
                limit,
                TimeSpan.FromDays(1) + services.GetNamedOptions<CleanupOptions>(storage).Interval,
                services.FindNamed<RotationService>(storage),
                services.GetService<TimeProvider>() ?? TimeProvider.System),
            failureStatus,
            tags ?? ["ready"]));
    }

    private static void RequireNameOrNull(string? name, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        if (name is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name, parameter);
        }
    }

    private static ILtiStorage Find(IServiceProvider services, string? storage) => services.FindNamed<ILtiStorage>(storage)
        ?? throw new InvalidOperationException(storage is null
            ? "The health check found no storage. Call services.AddLtiStorage()."
            : $"The health check found no storage named '{storage}'. Call services.AddLtiStorage(\"{storage}\").");
}
