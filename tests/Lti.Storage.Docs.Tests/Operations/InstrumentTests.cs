using System.Reflection;
using Lti.Storage.Hosting;
using Lti.Storage.Telemetry;

namespace Lti.Storage.Docs.Tests.Operations;

[Collection(nameof(MeasuredTools))]
public sealed class InstrumentTests(MeasuredTool tool)
{
    [Fact]
    public void Page_lists_exactly_the_instruments_of_the_library()
        => Assert.Equal(
            Sorted(tool.Instruments().Where(instrument => instrument.Meter != "Npgsql")),
            Sorted(OperationsPage.Instruments.Select(row => row.Instrument).Where(instrument => instrument.Meter != "Npgsql")));

    [Fact]
    public void Page_describes_instruments_of_Npgsql_correctly()
        => Assert.Subset(
            Sorted(tool.Instruments()).ToHashSet(StringComparer.Ordinal),
            Sorted(OperationsPage.Instruments.Select(row => row.Instrument).Where(instrument => instrument.Meter == "Npgsql")).ToHashSet(StringComparer.Ordinal));

    [Fact]
    public void Prometheus_exports_each_instrument_under_the_name_on_the_page()
    {
        Assert.Equal(30, OperationsPage.Instruments.Count);
        Assert.All(
            OperationsPage.Instruments,
            row => Assert.Contains($"# TYPE {row.Prometheus} {(row.Instrument.Kind == "up-down counter" ? "gauge" : row.Instrument.Kind)}\n", tool.Exposition, StringComparison.Ordinal));
    }

    [Fact]
    public void Page_lists_exactly_the_error_classes_and_outcomes()
    {
        string[] outcomes =
        [
            TelemetryNames.NonceOutcomeTag, TelemetryNames.LoginOutcomeTag, TelemetryNames.LaunchLookupOutcomeTag,
            TelemetryNames.LaunchSaveOutcomeTag, TelemetryNames.LaunchOutcomeTag, TelemetryNames.CleanupOutcomeTag,
        ];
        string[] hosting = [HostingMetrics.OutcomeTag];

        Assert.Equal(Constants("Error"), OperationsPage.TagValues[TelemetryNames.ErrorTypeTag].Order(StringComparer.Ordinal).ToArray());
        Assert.Equal(
            Constants("Outcome"),
            outcomes.SelectMany(tag => OperationsPage.TagValues[tag]).Where(value => !char.IsUpper(value[0])).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray());
        Assert.Equal(Constants("Tag"), OperationsPage.TagValues.Keys.Except(hosting, StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray());
        Assert.Equal(
            [HostingMetrics.FailedOutcome, HostingMetrics.MadeOutcome],
            OperationsPage.TagValues[HostingMetrics.OutcomeTag].Order(StringComparer.Ordinal).ToArray());
    }

    private static string[] Constants(string suffix) =>
    [
        .. typeof(TelemetryNames).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.Name.EndsWith(suffix, StringComparison.Ordinal))
            .Select(field => (string)field.GetRawConstantValue()!)
            .Order(StringComparer.Ordinal),
    ];

    private static string[] Sorted(IEnumerable<PageInstrument> instruments)
        => [.. instruments.Select(instrument => instrument.ToString()).Order(StringComparer.Ordinal)];
}
