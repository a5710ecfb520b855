using System.Diagnostics.Metrics;
using System.Reflection;
using Lti.Storage.Telemetry.Internal.Metrics;

namespace Lti.Storage.Telemetry.Tests.Metrics;

/// <summary>Tests that the public names are the names in use.</summary>
public sealed class NamesTests
{
    [Fact]
    public async Task Every_instrument_has_a_public_name_a_unit_and_a_description()
    {
        await using var observed = new ObservedStorage(invalidation: new InvalidationHub());
        List<Instrument> published = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (ReferenceEquals(instrument.Meter, observed.Storage.Meter))
                {
                    published.Add(instrument);
                }
            },
        };
        listener.Start();

        Assert.Equal(
            InstrumentNames().Order(StringComparer.Ordinal),
            published.Select(instrument => instrument.Name).Order(StringComparer.Ordinal));
        Assert.All(published, instrument => Assert.True(instrument is { Unit.Length: > 0, Description.Length: > 0 }, instrument.Name));
    }

    [Fact]
    public void The_source_and_the_meter_are_named_as_the_library_with_the_packages_version()
    {
        var version = typeof(TelemetryNames).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

        Assert.Equal(("Lti.Storage", version), (Instruments.Source!.Name, Instruments.Source!.Version));
        Assert.Equal(("Lti.Storage", version), (Instruments.MeterOptions().Name, Instruments.MeterOptions().Version));
    }

    private static IEnumerable<string> InstrumentNames() => typeof(TelemetryNames).GetFields()
        .Where(field => field.Name is not (nameof(TelemetryNames.ActivitySourceName) or nameof(TelemetryNames.MeterName)))
        .Where(field => !field.Name.EndsWith("Tag", StringComparison.Ordinal)
            && !field.Name.EndsWith("Outcome", StringComparison.Ordinal)
            && !field.Name.EndsWith("Error", StringComparison.Ordinal))
        .Select(field => (string)field.GetRawConstantValue()!);
}
