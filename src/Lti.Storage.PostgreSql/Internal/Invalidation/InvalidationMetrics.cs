using System.Diagnostics.Metrics;

namespace Lti.Storage.PostgreSql.Internal.Invalidation;

internal static class InvalidationMetrics
{
    private static readonly Meter _meter = new(PostgreSqlMetrics.MeterName);

    public static Counter<long> Received { get; } = _meter.CreateCounter<long>(
        PostgreSqlMetrics.InvalidationReceived, "{notification}", "Notifications of changes by any node, this one included.");

    public static Counter<long> Ignored { get; } = _meter.CreateCounter<long>(
        PostgreSqlMetrics.InvalidationIgnored, "{notification}", "Notifications on the channel that say nothing known.");

    public static Counter<long> Connections { get; } = _meter.CreateCounter<long>(
        PostgreSqlMetrics.InvalidationConnections, "{connection}", "How often the listener has connected; each time all that was cached is dropped.");
}
