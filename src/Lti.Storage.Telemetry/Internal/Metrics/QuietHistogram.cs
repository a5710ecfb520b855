using System.Diagnostics.Metrics;

namespace Lti.Storage.Telemetry.Internal.Metrics;

/// <summary>A histogram whose listeners may throw.</summary>
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
#pragma warning disable CA1031 // Whatever a listener throws, it is not the caller's error.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
