using ScottPlot;

namespace Lti.Storage.Benchmarks;

/// <summary>Draws throughput, latency, allocation and the ratios to the floor.</summary>
internal static class ComparePlots
{
    private const int PreferredCallers = 32;

    // Ratios outside these bounds are written as text at the edge.
    private const double LeastRatio = 0.2;
    private const double MostRatio = 10;

    public static void Draw(DirectoryInfo folder, IReadOnlyList<ComparedResult> results)
    {
        // In-memory figures are so large that they would hide the others.
        var onServer = results.Where(result => Contender.IsOnServer(result.Contender)).ToList();
        if (onServer is [])
        {
            onServer = [.. results];
        }

        string[] names = [.. Contender.Names.Where(name => onServer.Any(result => result.Contender == name))];
        var operation = onServer[^1].Operation;
        ComparedResult[] last = [.. onServer.Where(result => result.Operation == operation)];
        var title = operation is "launch" or "way" or "way-server-login" ? "launches per second" : $"{operation}: calls per second";
        Bars($"PostgreSQL: {title}", "concurrent callers", "", last, names, result => Units.Count(result.Callers), result => result.OpsPerSecond, Rounded)
            .Save(folder, "compare-throughput");
        Latencies(operation, last, names).Save(folder, "compare-latency");

        var callers = onServer.Select(result => result.Callers).Distinct().OrderBy(count => Math.Abs(count - PreferredCallers)).First();
        ComparedResult[] chosen = [.. onServer.Where(result => result.Callers == callers)];
        DrawRatios(folder, "compare-ratios", chosen, names);
        var most = onServer.Max(result => result.Callers);
        if (most != callers)
        {
            DrawRatios(folder, "compare-ratios-most", [.. onServer.Where(result => result.Callers == most)], names);
        }

        ComparedResult[] allocating = [.. chosen.Where(result => result.AllocatedBytes is not null)];
        Bars($"Allocated per call with {callers} callers", "", "", allocating, [.. names.Where(name => name != Pgbench.Name)], result => result.Operation.Replace("-", "-\n", StringComparison.Ordinal), result => result.AllocatedBytes!.Value, Units.Bytes)
            .Save(folder, "compare-allocated");
    }

    private static void DrawRatios(DirectoryInfo folder, string name, ComparedResult[] results, string[] names)
    {
        // A run without the floor has no ratios.
        if (results.Where(result => result.RatioToFloor is not null).ToArray() is [var first, ..] compared)
        {
            Ratios(compared, names, first.Callers).Save(folder, name);
        }
    }

    // Labels stand side by side and must be short.
    private static string Rounded(double count) => Units.Count(count >= 1_000 ? Math.Round(count / 100) * 100 : Math.Round(count));

    // This library is blue on a server and green in memory. A darker shade has more features on.
    private static Color ColorOf(string name) => Color.FromHex(name switch
    {
        Contender.Floor => "#5f6b76",
        "provider" => "#86b6e8",
        "provider-cached" => "#2f7fd1",
        "provider-batched" => "#0d3f82",
        "inmemory" => "#8cc592",
        "inmemory-cached" => "#3a8f4a",
        "efcore" => "#e58b3a",
        _ => "#c2c8ce",
    });

    private static Chart Bars(
        string title,
        string horizontal,
        string vertical,
        ComparedResult[] results,
        string[] names,
        Func<ComparedResult, string> groupOf,
        Func<ComparedResult, double> figureOf,
        Func<double, string> label)
    {
        var chart = new Chart(title, horizontal, vertical);
        string[] groups = [.. results.Select(groupOf).Distinct(StringComparer.Ordinal)];
        var width = 0.84 / names.Length;
        for (var i = 0; i < names.Length; i++)
        {
            var color = ColorOf(names[i]);
            chart.Legend(names[i], color);
            foreach (var result in results.Where(result => result.Contender == names[i]))
            {
                var bar = chart.Plot.Add.Bar(new Bar
                {
                    Position = Array.IndexOf(groups, groupOf(result)) + ((i - ((names.Length - 1) / 2.0)) * width),
                    Value = figureOf(result),
                    Size = width * 0.92,
                    FillColor = color,
                    LineWidth = 0,
                    Label = names.Length * groups.Length <= 24 ? label(figureOf(result)) : "",
                });
                bar.ValueLabelStyle.FontSize = 8;
            }
        }

        chart.Plot.Axes.Bottom.TickGenerator = Chart.Ticks(groups);
        chart.Plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { LabelFormatter = label };
        chart.Plot.Axes.Margins(bottom: 0, top: 0.12);
        return chart;
    }

    private static Chart Latencies(string operation, ComparedResult[] results, string[] names)
    {
        var chart = new Chart($"PostgreSQL: {operation}, median (dots) and 99th percentile (squares)", "concurrent callers", "");

        // pgbench has at most one client per connection. Its clients never wait for a connection.
        foreach (var name in names.Where(name => name != Pgbench.Name))
        {
            ComparedResult[] own = [.. results.Where(result => result.Contender == name)];
            double[] callers = [.. own.Select(result => Math.Log10(result.Callers))];
            chart.Line(name, ColorOf(name), callers, [.. own.Select(result => Math.Log10(result.P50Microseconds))]);
            chart.Line("", ColorOf(name), callers, [.. own.Select(result => Math.Log10(result.P99Microseconds))], isSecond: true);
        }

        int[] counts = [.. results.Select(result => result.Callers).Distinct()];
        chart.Plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. counts.Select(count => Math.Log10(count))], [.. counts.Select(count => Units.Count(count))]);
        chart.Plot.Axes.Left.TickGenerator = Chart.Decades(results.SelectMany(result => new[] { result.P50Microseconds, result.P99Microseconds }), Units.Time);
        return chart;
    }

    private static double OnScale(double ratio) => Math.Log10(Math.Clamp(ratio, LeastRatio, MostRatio));

    private static Chart Ratios(ComparedResult[] results, string[] names, int callers)
    {
        var chart = new Chart($"Calls per second against hand-written Npgsql with {callers} callers (95 % confidence)", "× the floor", "");
        string[] operations = [.. results.Select(result => result.Operation).Distinct(StringComparer.Ordinal).Reverse()];
        string[] others = [.. names.Where(name => name != Contender.Floor)];
        for (var i = 0; i < others.Length; i++)
        {
            var color = ColorOf(others[i]);
            chart.Legend(others[i], color);
            foreach (var result in results.Where(result => result.Contender == others[i]))
            {
                var height = Array.IndexOf(operations, result.Operation) + ((((others.Length - 1) / 2.0) - i) * 0.16);
                var span = chart.Plot.Add.Line(OnScale(result.RatioLow!.Value), height, OnScale(result.RatioHigh!.Value), height);
                span.LineColor = color;
                span.LineWidth = 2;
                var ratio = result.RatioToFloor!.Value;
                if (ratio is >= LeastRatio and <= MostRatio)
                {
                    chart.Plot.Add.Marker(Math.Log10(ratio), height, MarkerShape.FilledCircle, 8, color);
                }
                else
                {
                    var text = chart.Plot.Add.Text($"{Units.Count(ratio)} ×", OnScale(ratio), height);
                    text.LabelFontColor = color;
                    text.LabelFontSize = 11;
                    text.LabelAlignment = ratio > MostRatio ? Alignment.MiddleRight : Alignment.MiddleLeft;
                }
            }
        }

        chart.Plot.Add.VerticalLine(0, 1, Colors.Black);
        double[] marks = [0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3, 5, 10];
        chart.Plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(
            [.. marks.Select(Math.Log10)], [.. marks.Select(mark => Units.Count(mark))]);
        chart.Plot.Axes.Left.TickGenerator = Chart.Ticks(operations);
        chart.Plot.Axes.SetLimitsX(OnScale(LeastRatio) - 0.02, OnScale(MostRatio) + 0.02);
        return chart;
    }
}
