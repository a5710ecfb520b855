using System.Globalization;
using System.Text;

namespace Lti.Storage.Benchmarks;

/// <summary>Formats the times as a Markdown table.</summary>
internal static class ScaleTable
{
    public static string Of(string storage, IReadOnlyList<Growth> growths)
    {
        var sizes = growths[0].Sizes;
        var table = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"### {storage}\n\n")
            .Append(CultureInfo.InvariantCulture, $"| Call | {string.Join(" | ", sizes.Select(size => $"{size:N0} rows"))} | Ratio (95 %) | Budget | |\n")
            .Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(sizes.Select(_ => "---:|"))}---:|---:|---|\n");
        foreach (var growth in growths)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {growth.Series.Name} | {string.Join(" | ", sizes.Select((_, i) => Units.Time(growth.Microseconds(i))))} ")
                .Append(CultureInfo.InvariantCulture, $"| {growth.Ratio.Value:N2} ({growth.Ratio.Low:N2}–{growth.Ratio.High:N2}) | {growth.Budget:0.#} | {Verdict(growth)} |\n");
        }

        return table.ToString();
    }

    public static string Of(BesideCleanup waits)
    {
        var ratio = waits.Ratio is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known.Value:N2} ({known.Low:N2}–{known.High:N2})") : "–";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            ### Cleanup with {CleanupBesideTraffic.Callers} callers that consume nonces

            | Rounds | Deleted | 99th percentile without cleanup | with cleanup | Ratio (95 %) | Budget | |
            |---:|---:|---:|---:|---:|---:|---|
            | {waits.Beside.Count} | {waits.Removed:N0} of {waits.Expired:N0} | {Wait(waits.Without)} | {Wait(waits.Beside)} | {ratio} | {BesideCleanup.Budget} | {waits.Verdict} |

            """);
    }

    public static string OfBytes(IReadOnlyList<(string Kind, double Bytes)> entries)
    {
        var table = new StringBuilder("| Entry | Size |\n|---|---:|\n");
        foreach (var (kind, bytes) in entries)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {kind} | {bytes:N0} B |\n");
        }

        return table.ToString();
    }

    private static string Wait(IReadOnlyList<double> rounds) => rounds is [] ? "–" : Units.Time(Mean.Geometric(rounds));

    private static string Verdict(Growth growth) => growth switch
    {
        { IsTooMuch: true } => "**grows**",
        _ when growth.Ratio.Value > growth.Budget => "over budget within noise",
        _ => "flat",
    };
}
