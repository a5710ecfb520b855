using System.Text;
using CsCheck;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Generated parts of connection text.</summary>
internal static class Texts
{
    private const string Special = "@:/?#&=%+,;[]'\" \\!$.-_~";

    /// <summary>Any text that PostgreSQL could take, rich in what separates the parts of a URI.</summary>
    public static readonly Gen<string> Any = Gen.OneOf(
            Gen.Char[Special].Select(c => c.ToString()),
            Gen.Char['a', 'z'].Select(c => c.ToString()),
            Gen.Int[1, 0x10FFFF].Where(Rune.IsValid).Select(value => new Rune(value).ToString()))
        .Array[1, 12].Select(string.Concat);

    /// <summary>Every byte encoded, or only those that have to be, as another program might.</summary>
    public static string Encode(string text, bool every)
        => every ? string.Concat(Encoding.UTF8.GetBytes(text).Select(each => $"%{each:x2}")) : Uri.EscapeDataString(text);
}
