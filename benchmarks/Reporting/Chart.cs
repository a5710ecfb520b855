using ScottPlot;
using ScottPlot.TickGenerators;

namespace Lti.Storage.Benchmarks;

/// <summary>A chart in the project's style.</summary>
internal sealed class Chart
{
    private const int Width = 860;
    private const int WideWidth = 1120;
    private const int Height = 480;
    private const string Font = "DejaVu Sans";

    private readonly Plot _plot = new();

    public Chart(string title, string horizontal, string vertical)
    {
        _plot.Font.Set(Font);
        _plot.Title(title, size: 18);
        _plot.XLabel(horizontal);
        _plot.YLabel(vertical);
        _plot.Grid.MajorLineColor = Colors.Black.WithOpacity(0.08);
        _plot.Axes.Top.FrameLineStyle.IsVisible = false;
        _plot.Axes.Right.FrameLineStyle.IsVisible = false;
        _plot.ShowLegend(Edge.Right);
        _plot.Legend.OutlineWidth = 0;
        _plot.Legend.ShadowColor = Colors.Transparent;
        _plot.Legend.FontSize = 13;
    }

    public Plot Plot => _plot;

    /// <summary>The number of colors.</summary>
    public const int Palette = 10;

    /// <summary>Gets the color of a series.</summary>
    public static Color ColorOf(int series) => new ScottPlot.Palettes.Category10().GetColor(series);

    public void Legend(string text, Color color) => _plot.Legend.ManualItems.Add(new LegendItem { LabelText = text, FillColor = color, LineColor = color, OutlineColor = color });

    /// <summary>Adds a line with markers. A second line of the same color is thin, because the SVG export has no dashes.</summary>
    public void Line(string name, Color color, IReadOnlyList<double> horizontal, IReadOnlyList<double> vertical, bool isSecond = false)
    {
        var line = _plot.Add.Scatter(horizontal.ToArray(), vertical.ToArray(), color);
        line.LineWidth = isSecond ? 1 : 2;
        line.MarkerSize = 7;
        line.MarkerShape = isSecond ? MarkerShape.OpenSquare : MarkerShape.FilledCircle;
        line.LegendText = name;
    }

    public static NumericManual Ticks(IReadOnlyList<string> labels) => new([.. Enumerable.Range(0, labels.Count).Select(i => (double)i)], [.. labels]);

    /// <summary>Creates the ticks of a logarithmic axis at powers of ten.</summary>
    public static NumericManual Decades(IEnumerable<double> figures, Func<double, string> label)
    {
        double[] logarithms = [.. figures.Select(Math.Log10)];
        var powers = Enumerable.Range((int)Math.Floor(logarithms.Min()), (int)Math.Ceiling(logarithms.Max()) - (int)Math.Floor(logarithms.Min()) + 1);
        return new NumericManual([.. powers.Select(power => (double)power)], [.. powers.Select(power => label(Math.Pow(10, power)))]);
    }

    /// <summary>Writes the chart as SVG. Its text stays text and uses a font of the reader's machine.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="name">The file name without its extension.</param>
    /// <param name="isWide">Whether the chart needs room for long legends.</param>
    public void Save(DirectoryInfo folder, string name, bool isWide = false)
    {
        folder.Create();
        var svg = _plot.GetSvgXml(isWide ? WideWidth : Width, Height).Replace($"\"{Font}\"", $"\"{Font}, Verdana, sans-serif\"", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder.FullName, $"{name}.svg"), svg);
    }
}
