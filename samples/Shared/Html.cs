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

    /// <summary>Encodes a value.</summary>
    public static Html Text(object? value) => $"{value}";

    public static Html Join(IEnumerable<Html> parts) => new(string.Concat(parts));

    public void AppendLiteral(string literal) => _text.Append(literal);

    public void AppendFormatted(Html part) => _text.Append(part._text);

    public void AppendFormatted(object? value) => _text.Append(HtmlEncoder.Default.Encode(value?.ToString() ?? ""));

    public override string ToString() => _text.ToString();
}
