using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Lti.Storage.Cli.Output;

/// <summary>Writes aligned text with colours on a terminal only.</summary>
internal sealed class TextResults(TextWriter output, Terminal terminal)
{
    private static readonly Style _head = new(decoration: Decoration.Bold);

    public void Line(string text) => output.WriteLine(Printable.Line(text));

    /// <summary>Writes safe text of several lines.</summary>
    public void Verbatim(string text) => output.WriteLine(text);

    /// <param name="columns">The heads of the columns; null if the table continues.</param>
    /// <param name="rows">The cells; null is an empty cell.</param>
    public void Table(IReadOnlyList<string>? columns, IReadOnlyList<IReadOnlyList<string?>> rows)
        => Table(columns, rows.Select(row => row.Select(IRenderable (cell) => new Text(Printable.Line(cell))).ToArray()).ToArray());

    /// <summary>Writes names and values, one pair a line.</summary>
    public void Properties(params (string Name, string? Value)[] properties)
    {
        if (terminal.IsOutput)
        {
            Table(columns: null, [.. properties.Select(property => Row(property.Name, property.Value))]);
            return;
        }

        // A table would wrap a very long value.
        var width = properties.Max(property => property.Name.Length) + 2;
        foreach (var (name, value) in properties)
        {
            output.WriteLine($"{name.PadRight(width)}{Printable.Line(value)}".TrimEnd());
        }
    }


    public void Table(IReadOnlyList<string>? columns, IReadOnlyList<IRenderable[]> rows)
    {
        var width = columns?.Count ?? rows[0].Length;
        var table = new Table { Border = TableBorder.None, ShowHeaders = columns is not null };
        for (var i = 0; i < width; i++)
        {
            table.AddColumn(new TableColumn(new Text(columns?[i] ?? "", _head))
            {
                Padding = new Padding(0, 0, i == width - 1 ? 0 : 2, 0),
                NoWrap = i == 0,
            });
        }

        foreach (var row in rows)
        {
            table.Rows.Add(row);
        }

        Write(table);
    }

    private static IRenderable[] Row(string name, string? value) => [new Text(name, _head), new Text(Printable.Line(value))];

    private void Write(IRenderable what)
    {
        if (terminal.IsOutput)
        {
            Consoles.OnTerminal(output, terminal).Write(what);
            return;
        }

        // The padding of columns leaves spaces at the ends of lines.
        var text = new StringWriter { NewLine = "\n" };
        Consoles.Plain(text).Write(what);
        var trimmed = new StringBuilder();
        foreach (var line in text.ToString().TrimEnd('\n').Split('\n'))
        {
            trimmed.Append(line.AsSpan().TrimEnd()).Append('\n');
        }

        output.Write(trimmed);
    }
}
