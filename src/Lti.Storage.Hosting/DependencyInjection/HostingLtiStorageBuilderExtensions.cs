using Lti.Storage;
using Lti.Storage.Hosting;
using Lti.Storage.Hosting.Internal.Cleanup;
using Lti.Storage.Hosting.Internal.Health;
using Lti.Storage.Hosting.Internal.Options;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>What a host does for a storage, whatever its provider. Each part works without the others.</summary>
public static class HostingLtiStorageBuilderExtensions
{
    /// <summary>The name of the health check where none is given.</summary>
    public const string DefaultHealthCheckName = "lti_storage";

    private static readonly TimeSpan _defaultHealthCheckTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Removes what has expired, in the background: first at a random moment, then at an interval. A run that fails is logged and tried again, sooner than
    /// the interval. When the host stops, the batch under way is the last. A <see cref="StorageCleanup"/> for runs by hand is registered too. The clock is
    /// the container's, if it has one.
    /// </summary>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="configure">Sets the options, or null for the defaults. They are checked when the host starts.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder AddCleanup(this LtiStorageBuilder builder, Action<CleanupOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        var options = services.AddOptions<CleanupOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CleanupOptions>, CleanupOptionsValidator>());
        services.AddOptions<LtiStorageOptions>().PostConfigure<IOptions<CleanupOptions>>(static (storage, cleanup)
            => storage.CleanupBatchSize = cleanup.Value.BatchSize ?? storage.CleanupBatchSize);
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

    /// <summary>
    /// Adds a health check. Unhealthy: the storage does not answer in time, or its schema is not one that this library can work with. Degraded: it works,
    /// but changes by other nodes are not heard at present. Its data hold <c>schemaVersion</c>, <c>knownSchemaVersion</c> and <c>invalidation</c> (the
    /// <see cref="InvalidationState"/>), where there are such. It costs two small queries, and never more than one at a time.
    /// </summary>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="name">The name of the check, unlike that of any other.</param>
    /// <param name="failureStatus">What is reported where the storage can't be used; null means unhealthy.</param>
    /// <param name="tags">For filters of endpoints; null means <c>ready</c>: a node whose storage fails shall get no requests, and restarting it would not help.</param>
    /// <param name="timeout">How long a check may take; over zero. Null means 5 seconds.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="timeout"/> is not over zero.</exception>
    public static LtiStorageBuilder AddHealthCheck(
        this LtiStorageBuilder builder,
        string name = DefaultHealthCheckName,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var limit = timeout ?? _defaultHealthCheckTimeout;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero, nameof(timeout));

        builder.Services.TryAddSingleton(static services => new StorageProbe(services.GetRequiredService<ILtiStorage>()));
        builder.Services.TryAddSingleton(static services => new StorageHealthCheck(
            services.GetRequiredService<StorageProbe>(),
            services.GetService<IInvalidationSource>() ?? services.GetRequiredService<ILtiStorage>().FindLayer<IInvalidationSource>()));
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            name, static services => services.GetRequiredService<StorageHealthCheck>(), failureStatus, tags ?? ["ready"], limit));
        return builder;
    }

    /// <summary>
    /// Applies missing migrations before any service of the host starts, so before the host reports ready: one node does, the others wait. Sets
    /// <see cref="LtiStorageOptions.SchemaOnStart"/>; a storage without versions takes no notice.
    /// </summary>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="mode">Another way to start: <see cref="SchemaOnStart.Check"/> needs no right to change the schema.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder MigrateOnStartup(this LtiStorageBuilder builder, SchemaOnStart mode = SchemaOnStart.Migrate)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<LtiStorageOptions>(options => options.SchemaOnStart = mode);
        return builder;
    }
}
