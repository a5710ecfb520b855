using System.Globalization;
using Lti.Storage.Hosting.Internal.ToolKeys;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Lti.Storage.Hosting.Internal.Health;

/// <summary>Checks the storage: unhealthy if it can't be used, degraded if changes by other nodes are seen late.</summary>
/// <remarks>
/// Descriptions contain only messages of this library: the text of any other exception may contain stored values (rule E8).
/// </remarks>
internal sealed class StorageHealthCheck(
    StorageProbe probe,
    IInvalidationSource? invalidation,
    TimeSpan limit,
    TimeSpan longestBacklog,
    RotationService? rotation,
    TimeProvider clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        try
        {
            if (invalidation is not null)
            {
                data["invalidation"] = invalidation.State.ToString();
            }

            var answer = await probe.AskAsync(limit, cancellationToken).ConfigureAwait(false);
            return answer is null
                ? Failed(
                    $"The storage did not answer within {Seconds(limit)} seconds. "
                    + "Look at the database, its network and the connection pool.")
                : Judge(answer);
        }
        catch (LtiStorageException e)
        {
            return Failed(e.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // The health check service would log and report the message of any other exception.
        catch (Exception e)
#pragma warning restore CA1031
        {
            return Failed($"The storage failed with {e.GetType().Name}.");
        }

        HealthCheckResult Failed(string description) => new(context.Registration.FailureStatus, description, data: data);

        HealthCheckResult Judge(ProbeAnswer answer)
        {
            if (answer.Schema is { } schema)
            {
                data["schemaVersion"] = schema.Version;
                data["knownSchemaVersion"] = schema.KnownVersion;
                if (!schema.IsUsable)
                {
                    return Failed(Problem(schema));
                }
            }

            AddBacklog(data, answer.BacklogAge);
            AddRotation(data);
            return invalidation?.State == InvalidationState.Reconnecting
                ? HealthCheckResult.Degraded(
                    "The storage works. Changes by other nodes are seen late, when the lifetime of a cached answer ends.", data: data)
                : HealthCheckResult.Healthy("The storage works.", data);
        }
    }

    private static string Problem(SchemaStatus status) => status.IsIncompatible
        ? $"A newer library changed the schema to version {status.Version}, and this library, "
            + $"which knows {status.KnownVersion}, can't work with it. Update this node."
        : $"The schema lacks the migrations {string.Join(", ", status.MissingVersions)}. Migrate it.";

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>Adds what the rotation of this node found. It sends no query.</summary>
    private void AddRotation(Dictionary<string, object> data)
    {
        if (rotation?.Status.LastFailure is { } failure)
        {
            data["lastFailedRotation"] = failure;
        }

        if (rotation?.Status.SigningSince is { } since)
        {
            var age = clock.GetUtcNow() - since;
            data["signingKeyAge"] = age;
            if (age > rotation.Overdue)
            {
                data["toolKeyWarning"] = "The tool key that signs should have been replaced by now. Look for failed rotations in the log.";
            }
        }
    }

    private void AddBacklog(Dictionary<string, object> data, TimeSpan? age)
    {
        if (age is null)
        {
            return;
        }

        data["oldestExpired"] = age.Value;
        if (age > longestBacklog)
        {
            data["warning"] = "Expired rows pile up: no cleanup has removed the oldest one. "
                + "Call AddCleanup(), or run a cleanup on a schedule.";
        }
    }
}
