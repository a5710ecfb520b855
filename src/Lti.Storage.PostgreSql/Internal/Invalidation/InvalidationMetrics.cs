using System.Diagnostics.Metrics;

namespace Lti.Storage.PostgreSql.Internal.Invalidation;

/// <summary>What a listener counts.</summary>
internal sealed class InvalidationMetrics : IDisposable
{
    private readonly Counter<long> _received;
    private readonly Counter<long> _ignored;
    private readonly Counter<long> _bursts;
    private readonly Counter<long> _connections;

    public InvalidationMetrics()
    {
        _received = Meter.CreateCounter<long>(PostgreSqlMetrics.InvalidationsReceived, "{notification}", "Notifications of changes, by any node.");
        _ignored = Meter.CreateCounter<long>(PostgreSqlMetrics.InvalidationsIgnored, "{notification}", "Notifications that say nothing known.");
        _bursts = Meter.CreateCounter<long>(PostgreSqlMetrics.InvalidationBursts, "{burst}", "Times that changes came too fast to be reported one by one.");
        _connections = Meter.CreateCounter<long>(PostgreSqlMetrics.InvalidationConnections, "{connection}", "Times that the listening connection was made.");
    }

    public Meter Meter { get; } = new(PostgreSqlMetrics.MeterName);

    public void Received() => _received.Add(1);

    public void Ignored() => _ignored.Add(1);

    public void Burst() => _bursts.Add(1);

    public void Connected() => _connections.Add(1);

    public void Dispose() => Meter.Dispose();
}
