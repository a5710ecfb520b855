using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lti.Storage.Hosting.Internal.Health;

/// <summary>
/// Unhealthy where the storage can't be used, degraded where it works and changes by other nodes are heard late. The time-out is the registration's.
/// </summary>
internal sealed class StorageHealthCheck(StorageProbe probe, IInvalidationSource? invalidation) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        if (invalidation is not null)
        {
            data["invalidation"] = invalidation.State.ToString();
        }

        try
        {
            // What was sent runs to its end, whatever the token says; the check itself does not wait for it.
            var status = await probe.AskAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            if (status is null)
            {
                return Usable(data);
            }

            data["schemaVersion"] = status.Version;
            data["knownSchemaVersion"] = status.KnownVersion;
            return status.IsUsable ? Usable(data) : new HealthCheckResult(context.Registration.FailureStatus, Problem(status), data: data);
        }
        catch (LtiStorageException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Message, e, data);
        }
    }

    private static string Problem(SchemaStatus status) => status.IsIncompatible
        ? $"A newer library changed the schema to version {status.Version}, which this one, which knows {status.KnownVersion}, can't work with. Update this node."
        : $"The schema lacks the migrations {string.Join(", ", status.MissingVersions)}. Migrate it.";

    private HealthCheckResult Usable(Dictionary<string, object> data) => invalidation?.State == InvalidationState.Reconnecting
        ? HealthCheckResult.Degraded("The storage works. Changes by other nodes are not heard at present, and are seen when a cached answer's lifetime ends.", data: data)
        : HealthCheckResult.Healthy("The storage works.", data);
}
