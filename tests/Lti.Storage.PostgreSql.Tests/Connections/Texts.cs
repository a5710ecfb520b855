using System.Text;
using CsCheck;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Generates parts of connection text.</summary>
internal static class Texts
{
    private const string Special = "@:/?#&=%+,;[]'\" \\!$.-_~";

    /// <summary>Generates text that PostgreSQL accepts, with many separators of URI parts.</summary>
    public static readonly Gen<string> Any = Gen.OneOf(
            Gen.Char[Special].Select(c => c.ToString()),
            Gen.Char['a', 'z'].Select(c => c.ToString()),
            Gen.Int[1, 0x10FFFF].Where(Rune.IsValid).Select(value => new Rune(value).ToString()))
        .Array[1, 12].Select(string.Concat);

    /// <summary>Percent-encodes every byte or only the bytes that need it.</summary>
    public static string Encode(string text, bool every)
        => every ? string.Concat(Encoding.UTF8.GetBytes(text).Select(each => $"%{each:x2}")) : Uri.EscapeDataString(text);
}
