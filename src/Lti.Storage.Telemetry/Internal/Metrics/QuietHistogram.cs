using System.Diagnostics;
using System.Diagnostics.Metrics;
using Lti.Storage.Internal;

namespace Lti.Storage.Telemetry.Internal.Metrics;

/// <summary>Records values and ignores exceptions of listeners.</summary>
internal sealed class QuietHistogram(Func<Histogram<double>> create)
{
    private readonly Histogram<double>? _histogram = ListenerGuard.Create(create);

    public bool Enabled => _histogram is { Enabled: true };

    public void Record(double value, in TagList tags)
    {
        try
        {
            _histogram?.Record(value, tags);
        }
        catch (Exception e) when (ListenerGuard.Report(e))
        {
        }
    }
}
