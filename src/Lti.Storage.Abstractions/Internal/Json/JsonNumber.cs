using System.Buffers.Text;
using System.Text;

namespace Lti.Storage.Internal.Json;

internal static class JsonNumber
{
    // Larger than any limit, and no overflow when a length is added.
    private const int ExponentBound = 1_000_000_000;

    /// <summary>Counts the digits of a JSON number as written without an exponent: 1e3 has 4 and 1.5e-3 (0.0015) has 5.</summary>
    public static int PlainDigits(ReadOnlySpan<byte> number)
    {
        var mantissa = number.TrimStart((byte)'-');
        var exponent = 0;
        var e = mantissa.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0)
        {
            exponent = ParseExponent(mantissa[(e + 1)..]);
            mantissa = mantissa[..e];
        }

        var point = mantissa.IndexOf((byte)'.');
        var integerDigits = point < 0 ? mantissa.Length : point;
        var fractionDigits = point < 0 ? 0 : mantissa.Length - point - 1;
        var firstSignificant = mantissa.IndexOfAnyInRange((byte)'1', (byte)'9');
        var leadingZeros = firstSignificant > point && point >= 0 ? firstSignificant - 1 : firstSignificant;

        var beforePoint = firstSignificant < 0 ? 1 : Math.Max(1, integerDigits + exponent - leadingZeros);
        var afterPoint = Math.Max(0, fractionDigits - exponent);
        return beforePoint + afterPoint;
    }

    /// <summary>Writes a JSON number without an exponent, as PostgreSQL does: 1e3 is 1000, 1.50 stays, and -0 is 0.</summary>
    /// <remarks>A number with more digits than the input limits allow (rule E2) keeps its spelling.</remarks>
    public static string PlainText(ReadOnlySpan<byte> number)
    {
        var text = Encoding.ASCII.GetString(number);
        var e = text.AsSpan().IndexOfAny('e', 'E');
        if ((e < 0 && text[0] != '-') || PlainDigits(number) > LtiLimits.MaxNumberDigits)
        {
            return text;
        }

        var exponent = e < 0 ? 0 : ParseExponent(number[(e + 1)..]);
        var mantissa = (e < 0 ? text : text[..e]).TrimStart('-');
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var integerDigits = (point < 0 ? digits.Length : point) + exponent;
        digits = integerDigits <= 0 ? digits.PadLeft(digits.Length - integerDigits + 1, '0') : digits.PadRight(integerDigits, '0');
        integerDigits = Math.Max(1, integerDigits);
        var integer = digits[..integerDigits].TrimStart('0').PadLeft(1, '0');
        var plain = digits.Length > integerDigits ? $"{integer}.{digits[integerDigits..]}" : integer;
        return text[0] == '-' && digits.AsSpan().ContainsAnyExcept('0') ? $"-{plain}" : plain;
    }

    private static int ParseExponent(ReadOnlySpan<byte> text)
    {
        var negative = text[0] == '-';
        var digits = text.TrimStart("+-"u8);
        var magnitude = Utf8Parser.TryParse(digits, out int value, out _) ? Math.Min(value, ExponentBound) : ExponentBound;
        return negative ? -magnitude : magnitude;
    }
}
