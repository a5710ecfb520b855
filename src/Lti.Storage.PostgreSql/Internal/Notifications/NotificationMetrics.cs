using System.Diagnostics.Metrics;

namespace Lti.Storage.PostgreSql.Internal.Notifications;

/// <summary>Counts what a listener receives.</summary>
internal sealed class NotificationMetrics : IDisposable
{
    private readonly KeyValuePair<string, object?>[] _tags;
    private readonly Counter<long> _received;
    private readonly Counter<long> _ignored;
    private readonly Counter<long> _connections;

    public NotificationMetrics(string? storageName = null)
    {
        _tags = storageName is null ? [] : [new(PostgreSqlMetrics.StorageNameTag, storageName)];
        _received = Meter.CreateCounter<long>(
            PostgreSqlMetrics.InvalidationsReceived, "{notification}", "Notifications of changes, by any node.");
        _ignored = Meter.CreateCounter<long>(
            PostgreSqlMetrics.InvalidationsIgnored, "{notification}", "Notifications that say nothing known.");
        _connections = Meter.CreateCounter<long>(
            PostgreSqlMetrics.InvalidationConnections, "{connection}", "Times that the listening connection was made.");
    }

    public Meter Meter { get; } = new(PostgreSqlMetrics.MeterName);

    public void Received() => _received.Add(1, _tags);

    public void Ignored() => _ignored.Add(1, _tags);

    public void Connected() => _connections.Add(1, _tags);

    public void Dispose() => Meter.Dispose();
}
