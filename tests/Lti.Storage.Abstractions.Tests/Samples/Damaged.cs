using System.Text;
using CsCheck;

namespace Lti.Storage.Abstractions.Tests.Samples;

/// <summary>Damages JSON: it flips, removes, doubles and inserts bytes, cuts it off or inserts hostile JSON.</summary>
internal static class Damaged
{
    /// <summary>Text in the place of a value or inside it.</summary>
    private static readonly Gen<byte[]> _hostile = Gen.OneOf(
        Gen.OneOf(
            "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u12", "\"\\x\"", "\\", "\"",
            "1e400", "-1E-400", "1e999999999999", "-", "01", "1.", "NaN", "0e-131071", new string('9', 1000), new string('9', 1001),
            "{\"a\":1,\"a\":{\"a\":2,\"a\":3}}", "{\"iss\":\"a\",\"iss\":\"b\"}", "{", "}", "[", "]", ",", ":", "null", "/**/", "\u2028", "\ufeff",
            new string('[', 126), new string('[', 129), new string('[', 10_000), Launch.Nested(127), Launch.Nested(1000), Launch.Nested(20_000)).Select(Encoding.UTF8.GetBytes),
        Gen.OneOf<byte[]>([0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF, 0xFE], [0xE2, 0x82], [0]),
        GenJson.Value.Select(value => Encoding.UTF8.GetBytes(value.Written)));

    /// <summary>Makes a few changes at any place and perhaps a cut.</summary>
    public static Gen<byte[]> Of(Gen<byte[]> whole) => Gen.Select(
        whole,
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 100_000], Gen.Byte, _hostile).Array[0, 4],
        (bytes, changes) => changes.Aggregate(bytes, (current, change) => Mutate(current, change)));

    private static byte[] Mutate(byte[] bytes, (int Kind, int Place, byte Byte, byte[] Hostile) change)
    {
        var place = change.Place % (bytes.Length + 1);
        var rest = Math.Min(place + 1 + (change.Byte % 16), bytes.Length);
        return change.Kind switch
        {
            0 when place < bytes.Length => [.. bytes[..place], (byte)(bytes[place] ^ (1 << (change.Byte % 8))), .. bytes[(place + 1)..]],
            1 => [.. bytes[..place], .. bytes[rest..]],
            2 => [.. bytes[..rest], .. bytes[place..]],
            3 => bytes[..place],
            4 => WithValue(bytes, place, change.Hostile),
            _ => [.. bytes[..place], .. change.Hostile, .. bytes[place..]],
        };
    }

    /// <summary>Replaces the next string. The result is often well-formed, so that more than the reader is tested.</summary>
    private static byte[] WithValue(byte[] bytes, int place, byte[] value)
    {
        var begin = bytes.AsSpan(place).IndexOf(":\""u8);
        var length = begin < 0 ? -1 : bytes.AsSpan(place + begin + 2).IndexOf((byte)'"');
        return length < 0 ? bytes : [.. bytes[..(place + begin + 1)], .. value, .. bytes[(place + begin + 3 + length)..]];
    }
}
