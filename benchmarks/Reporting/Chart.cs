using ScottPlot;
using ScottPlot.TickGenerators;

namespace Lti.Storage.Benchmarks;

/// <summary>A drawing as all of this project's look.</summary>
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

    /// <summary>How many colors there are.</summary>
    public const int Palette = 10;

    /// <summary>A color for each of a chart's series.</summary>
    public static Color ColorOf(int series) => new ScottPlot.Palettes.Category10().GetColor(series);

    public void Legend(string text, Color color) => _plot.Legend.ManualItems.Add(new LegendItem { LabelText = text, FillColor = color, LineColor = color, OutlineColor = color });

    /// <summary>A line with marks; a second one of the same color is thin, since SVG has no dashes here.</summary>
    public void Line(string name, Color color, IReadOnlyList<double> horizontal, IReadOnlyList<double> vertical, bool isSecond = false)
    {
        var line = _plot.Add.Scatter(horizontal.ToArray(), vertical.ToArray(), color);
        line.LineWidth = isSecond ? 1 : 2;
        line.MarkerSize = 7;
        line.MarkerShape = isSecond ? MarkerShape.OpenSquare : MarkerShape.FilledCircle;
        line.LegendText = name;
    }

    public static NumericManual Ticks(IReadOnlyList<string> labels) => new([.. Enumerable.Range(0, labels.Count).Select(i => (double)i)], [.. labels]);

    /// <summary>Ticks of an axis on which the logarithm of a figure is drawn, at powers of ten.</summary>
    public static NumericManual Decades(IEnumerable<double> figures, Func<double, string> label)
    {
        double[] logarithms = [.. figures.Select(Math.Log10)];
        var powers = Enumerable.Range((int)Math.Floor(logarithms.Min()), (int)Math.Ceiling(logarithms.Max()) - (int)Math.Floor(logarithms.Min()) + 1);
        return new NumericManual([.. powers.Select(power => (double)power)], [.. powers.Select(power => label(Math.Pow(10, power)))]);
    }

    /// <summary>Writes it as SVG. Text stays text, so a reader's machine needs a font and may have another.</summary>
    /// <param name="folder">Where to.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="isWide">Whether the legend's texts are long.</param>
    public void Save(DirectoryInfo folder, string name, bool isWide = false)
    {
        folder.Create();
        var svg = _plot.GetSvgXml(isWide ? WideWidth : Width, Height).Replace($"\"{Font}\"", $"\"{Font}, Verdana, sans-serif\"", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder.FullName, $"{name}.svg"), svg);
    }
}
