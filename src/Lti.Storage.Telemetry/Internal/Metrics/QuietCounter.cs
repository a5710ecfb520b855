using System.Diagnostics.Metrics;

namespace Lti.Storage.Telemetry.Internal.Metrics;

/// <summary>Counts and ignores exceptions of listeners.</summary>
internal sealed class QuietCounter(Func<Counter<long>> create)
{
    private readonly Counter<long>? _counter = Quietly.Create(create);

    public bool Enabled => _counter is { Enabled: true };

    public void Add(long delta, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        try
        {
            _counter?.Add(delta, tags);
        }
#pragma warning disable CA1031 // An exception of a listener is not the caller's error.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
