using System.Diagnostics;
using System.Diagnostics.Metrics;
using BenchmarkDotNet.Attributes;
using Lti.Storage.Telemetry;

namespace Lti.Storage.Benchmarks;

/// <summary>Measures the cost of telemetry on a launch configuration found in memory.</summary>
/// <remarks>The cases are: no listener, metrics only, a span that is not sampled and a sampled span.</remarks>
[MemoryDiagnoser, MinColumn]
public class TelemetryBenchmarks
{
    private static readonly LaunchKey _key = Keys.Launch(client: 0);

    private readonly List<IDisposable> _listeners = [];

    // Both are called through the interface, as in an application.
    private readonly ILtiStorage _memory = Contender.InMemory["inmemory"]().Storage;
    private readonly ILtiStorage _decorated;

    public TelemetryBenchmarks() => _decorated = _memory.WithTelemetry();

    [GlobalSetup(Targets = [nameof(InMemory), nameof(Unheard)])]
    public async Task SetupAsync() => await _memory.SaveLaunchConfigAsync(_key, Keys.Endpoints);

    [GlobalSetup(Target = nameof(Measured))]
    public async Task SetupMeasuredAsync()
    {
        await SetupAsync();
        Measure();
    }

    [GlobalSetup(Target = nameof(MeasuredAndNotSampled))]
    public async Task SetupNotSampledAsync()
    {
        await SetupMeasuredAsync();
        Trace(ActivitySamplingResult.None);
    }

    [GlobalSetup(Target = nameof(MeasuredAndSampled))]
    public async Task SetupSampledAsync()
    {
        await SetupMeasuredAsync();
        Trace(ActivitySamplingResult.AllDataAndRecorded);
    }

    [GlobalCleanup]
    public void Cleanup() => _listeners.ForEach(listener => listener.Dispose());

    [Benchmark(Baseline = true)]
    public LtiLaunchConfig? InMemory() => _memory.FindLaunchConfigAsync(_key).Result;

    [Benchmark]
    public LtiLaunchConfig? Unheard() => _decorated.FindLaunchConfigAsync(_key).Result;

    [Benchmark]
    public LtiLaunchConfig? Measured() => _decorated.FindLaunchConfigAsync(_key).Result;

    [Benchmark]
    public LtiLaunchConfig? MeasuredAndNotSampled() => _decorated.FindLaunchConfigAsync(_key).Result;

    [Benchmark]
    public LtiLaunchConfig? MeasuredAndSampled() => _decorated.FindLaunchConfigAsync(_key).Result;

    private void Measure()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == TelemetryNames.MeterName)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<double>(static (_, _, _, _) => { });
        listener.Start();
        _listeners.Add(listener);
    }

    private void Trace(ActivitySamplingResult sampling)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == TelemetryNames.ActivitySourceName,
            Sample = (ref _) => sampling,
        };
        ActivitySource.AddActivityListener(listener);
        _listeners.Add(listener);
    }
}
