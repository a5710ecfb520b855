using System.Diagnostics.Metrics;
using Lti.Storage;
using Lti.Storage.Internal;
using Lti.Storage.Telemetry;
using Lti.Storage.Telemetry.Internal;
using Lti.Storage.Telemetry.Internal.Metrics;
using Lti.Storage.Telemetry.Internal.Options;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds traces and metrics to the registered storage.</summary>
public static class TelemetryLtiStorageBuilderExtensions
{
    /// <summary>Traces and measures the storage that is registered so far. Call it last.</summary>
    /// <remarks>
    /// It does the same as <see cref="TelemetryStorageExtensions.WithTelemetry"/>. The clock is the container's <see cref="TimeProvider"/>
    /// or the system clock. The source of invalidations is the container's <see cref="IInvalidationSource"/> or the storage's own. The
    /// source of a named storage has its name as the service key.
    /// </remarks>
    /// <param name="builder">The builder that <c>AddLtiStorage</c> returns.</param>
    /// <param name="configure">Sets the options. Null keeps the defaults. They are checked when the host starts.</param>
    /// <returns>The builder.</returns>
    public static LtiStorageBuilder WithTelemetry(this LtiStorageBuilder builder, Action<TelemetryOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var options = builder.Services.AddOptions<TelemetryOptions>(builder.Name).ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>());
        return builder.Decorate((services, storage) => TelemetryLtiStorage.Around(
            storage,
            services.GetNamedOptions<TelemetryOptions>(builder.Name),
            services.FindNamed<IInvalidationSource>(builder.Name),
            services.GetService<TimeProvider>(),
            services.GetService<IMeterFactory>()?.Create(Instruments.MeterOptions()) ?? new Meter(Instruments.MeterOptions())));
    }
}
