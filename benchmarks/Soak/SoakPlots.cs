namespace Lti.Storage.Benchmarks;

/// <summary>The samples of a soak as drawings.</summary>
internal static class SoakPlots
{
    public static void Draw(DirectoryInfo folder, IReadOnlyList<SoakSample> samples)
    {
        Draw(folder, "soak-memory", "Memory while launches come and go", samples, [Gauge.Memory, Gauge.WorkingSet]);
        Draw(folder, "soak-counts", "Handles, threads and connections", samples, [Gauge.Handles, Gauge.Threads, Gauge.Connections]);
        Draw(folder, "soak-tables", "Tables with their indexes", samples, [.. Sampler.Gauges.Where(gauge => gauge.Name.StartsWith("table", StringComparison.Ordinal))]);
    }

    private static void Draw(DirectoryInfo folder, string name, string title, IReadOnlyList<SoakSample> samples, IReadOnlyList<Gauge> gauges)
    {
        var chart = new Chart(title, "minutes", "");
        double[] minutes = [.. samples.Select(sample => sample.Seconds / 60)];
        for (var i = 0; i < gauges.Count; i++)
        {
            chart.Line(gauges[i].Name, Chart.ColorOf(i), minutes, [.. samples.Select(sample => sample.Figures[gauges[i].Name])]);
        }

        chart.Plot.Axes.SetLimitsY(0, samples.Max(sample => gauges.Max(gauge => sample.Figures[gauge.Name])) * 1.1);
        chart.Plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = gauges[0].IsBytes ? Units.Bytes : Units.Count };
        chart.Save(folder, name);
    }
}
