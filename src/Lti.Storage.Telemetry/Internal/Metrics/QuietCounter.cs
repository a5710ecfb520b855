using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lti.Storage.Internal;

namespace Lti.Storage.Telemetry.Internal.Metrics;

/// <summary>Counts and ignores exceptions of listeners.</summary>
internal sealed class QuietCounter(Func<Counter<long>> create)
{
    private readonly Counter<long>? _counter = ListenerGuard.Create(create);

    public bool Enabled => _counter is { Enabled: true };

    public void Add(long delta, in TagList tags)
    {
        try
        {
            _counter?.Add(delta, tags);
        }
        catch (Exception e) when (ListenerGuard.Report(e))
        {
        }
    }
}
