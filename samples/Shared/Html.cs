// For people who look. A real tool has a template engine that encodes values.
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace QuickStart.Shared;

/// <summary>HTML text whose interpolated values are encoded.</summary>
/// <remarks>Only values of this type are inserted as markup. A claim can't inject markup.</remarks>
[InterpolatedStringHandler]
internal readonly struct Html
{
    private readonly StringBuilder _text;

    public Html(int literalLength, int formattedCount) => _text = new StringBuilder(literalLength + (16 * formattedCount));

    private Html(string text) => _text = new StringBuilder(text);

    public static Html Empty { get; } = new("");

    /// <summary>Encodes a value. An address may break after a slash and not inside a word.</summary>
    public static Html Text(object? value)
    {
        Html html = $"{value}";
        if (value is string text && text.StartsWith("http", StringComparison.Ordinal))
        {
            html._text.Replace("/", "/<wbr>").Replace("/<wbr>/<wbr>", "//");
        }

        return html;
    }

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts));

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(Html part) => _text.Append(part._text);

    public void AppendFormatted(object? value) => _text.Append(HtmlEncoder.Default.Encode(value?.ToString() ?? ""));

    public override string ToString() => _text.ToString();
}
