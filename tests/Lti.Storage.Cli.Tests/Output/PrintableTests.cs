using System.Globalization;
using System.Text;
using System.Text.Json;
using Lti.Storage.Cli.Output;

namespace Lti.Storage.Cli.Tests.Output;

public sealed class PrintableTests
{
    private static readonly UnicodeCategory[] _unsafe =
        [UnicodeCategory.Control, UnicodeCategory.Format, UnicodeCategory.LineSeparator, UnicodeCategory.ParagraphSeparator];

    private static IEnumerable<Rune> AllRunes => Enumerable.Range(0, 0x110000).Where(Rune.IsValid).Select(value => new Rune(value));

    [Fact]
    public void Every_control_format_and_separator_character_is_replaced_in_text()
        => Assert.All(AllRunes.Where(IsUnsafe), rune => Assert.Equal("a\uFFFDb", Printable.Line($"a{rune}b")));

    [Fact]
    public void Every_control_format_and_separator_character_is_escaped_in_JSON() => Assert.All(AllRunes.Where(IsUnsafe), rune =>
    {
        var json = JsonText.Of(writer => writer.WriteStringValue($"a{rune}b"), isIndented: false);

        Assert.DoesNotContain(json.EnumerateRunes(), IsUnsafe);
        Assert.Equal($"a{rune}b", JsonElement.Parse(json).GetString());
    });

    [Theory]
    [InlineData(0x061C)]
    [InlineData(0x200B)]
    [InlineData(0x200F)]
    [InlineData(0x034F)]
    [InlineData(0x115F)]
    [InlineData(0x3164)]
    [InlineData(0xFFA0)]
    [InlineData(0xE0001)]
    public void Character_without_width_is_replaced(int value) => Assert.Equal("\uFFFD", Printable.Line(new Rune(value).ToString()));

    [Fact]
    public void Visible_characters_stay()
    {
        const string Names = "María Ñandú 日本語 हिन्दी العربية 😀 ❤\uFE0F 葛\U000E0100";

        Assert.Equal(Names, Printable.Line(Names));
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("12345", "12345")]
    [InlineData("123456", "1234…")]
    [InlineData("123😀6", "123…")]
    [InlineData("12😀56", "12😀…")]
    public void Long_text_is_cut_between_characters(string? text, string expected) => Assert.Equal(expected, Printable.Cut(text, 5));

    private static bool IsUnsafe(Rune rune) => _unsafe.Contains(Rune.GetUnicodeCategory(rune));
}
