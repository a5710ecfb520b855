namespace Lti.Storage.Benchmarks;

/// <summary>Draws the time against the number of rows on logarithmic axes.</summary>
internal static class ScalePlots
{
    public static void Draw(DirectoryInfo folder, string storage, IReadOnlyList<Growth> growths)
    {
        var chart = new Chart($"{storage}: time of a call by number of rows", "rows of each kind", "");
        for (var i = 0; i < growths.Count; i++)
        {
            var growth = growths[i];
            chart.Line(
                growth.Series.Name,
                Chart.ColorOf(i),
                [.. growth.Sizes.Select(size => Math.Log10(size))],
                [.. growth.Sizes.Select((_, size) => Math.Log10(growth.Microseconds(size)))],
                i >= Chart.Palette);
        }

        chart.Plot.Axes.Bottom.TickGenerator = Chart.Decades(growths[0].Sizes.Select(size => (double)size), Units.Count);
        chart.Plot.Axes.Left.TickGenerator = Chart.Decades(
            growths.SelectMany(growth => growth.Sizes.Select((_, size) => growth.Microseconds(size))), Units.Time);
        chart.Save(folder, $"scale-{storage}", isWide: true);
    }
}
