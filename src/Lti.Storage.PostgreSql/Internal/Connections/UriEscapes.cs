using System.Text;

namespace Lti.Storage.PostgreSql.Internal.Connections;

/// <summary>Decodes percent-encoded parts as libpq does.</summary>
/// <remarks>A plus stays a plus. U+0000 and broken escapes are errors. The result has to be UTF-8.</remarks>
internal static class UriEscapes
{
    private static readonly UTF8Encoding _strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="raw">The encoded part.</param>
    /// <param name="part">The name of the part for the message.</param>
    public static string Decode(string raw, string part)
    {
        try
        {
            var bytes = new List<byte>(_strict.GetByteCount(raw));
            for (var at = 0; at < raw.Length;)
            {
                var percent = raw.IndexOf('%', at);
                var plain = raw[at..(percent < 0 ? raw.Length : percent)];
                bytes.AddRange(_strict.GetBytes(plain));
                at += plain.Length;
                if (percent >= 0)
                {
                    bytes.Add(Escaped(raw, at, part));
                    at += 3;
                }
            }

            return _strict.GetString([.. bytes]);
        }
        catch (Exception e) when (e is EncoderFallbackException or DecoderFallbackException)
        {
            // The message of the exception shows the bytes.
        }

        throw Refused.Text($"The URI's {part} is not UTF-8 when it is decoded. Percent-encode the bytes of its UTF-8 form.");
    }

    private static byte Escaped(string raw, int at, string part)
    {
        if (at + 2 >= raw.Length || !char.IsAsciiHexDigit(raw[at + 1]) || !char.IsAsciiHexDigit(raw[at + 2]))
        {
            throw Refused.Text($"The URI's {part} has a % that two hexadecimal digits don't follow. Write a % itself as %25.");
        }

        var value = Convert.FromHexString(raw.AsSpan(at + 1, 2))[0];
        return value != 0 ? value : throw Refused.Text($"The URI's {part} has %00, which PostgreSQL takes nowhere. Remove it.");
    }
}
