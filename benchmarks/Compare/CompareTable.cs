using System.Globalization;
using System.Text;

namespace Lti.Storage.Benchmarks;

/// <summary>Formats the figures of an operation as a Markdown table.</summary>
internal static class CompareTable
{
    public static string Of(Operation operation, IEnumerable<ComparedResult> results)
    {
        var table = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"### {operation.Name}\n\n")
            .Append("| Callers | Contender | Calls/s | × floor (95 %) | Median | 99th percentile | Allocated | CPU | Round trips | Measured |\n")
            .Append("|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (var result in results)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {result.Callers} | {result.Contender} | {result.OpsPerSecond:N0} | {Ratio(result)} ")
                .Append(CultureInfo.InvariantCulture, $"| {Units.Time(result.P50Microseconds)} | {Units.Time(result.P99Microseconds)} ")
                .Append(CultureInfo.InvariantCulture, $"| {Or(result.AllocatedBytes, "N0", " B")} | {Or(result.CpuMicroseconds, "N1", " µs")} | {Or(result.RoundTrips, "0.##", "")} | {Or(result.MeasuredSeconds, "0.##", " s")} |\n");
        }

        return table.ToString();
    }

    private static string Ratio(ComparedResult result) => result switch
    {
        { Contender: Contender.Floor or Contender.FileFloor } => "1",
        { RatioToFloor: null } => "–",
        _ => string.Create(CultureInfo.InvariantCulture, $"{result.RatioToFloor:N2} ({result.RatioLow:N2}–{result.RatioHigh:N2})"),
    };

    private static string Or(double? figure, string format, string unit)
        => figure is { } known ? known.ToString(format, CultureInfo.InvariantCulture) + unit : "–";
}
