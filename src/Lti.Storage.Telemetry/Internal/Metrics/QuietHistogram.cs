using System.Diagnostics.Metrics;

namespace Lti.Storage.Telemetry.Internal.Metrics;

/// <summary>Records values and ignores exceptions of listeners.</summary>
internal sealed class QuietHistogram(Func<Histogram<double>> create)
{
    private readonly Histogram<double>? _histogram = Quietly.Create(create);

    public bool Enabled => _histogram is { Enabled: true };

    public void Record(double value, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            _histogram?.Record(value, tags);
        }
#pragma warning disable CA1031 // An exception of a listener is not the caller's error.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
