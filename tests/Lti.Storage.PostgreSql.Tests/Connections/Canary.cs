using CsCheck;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>A password whose every piece of six characters is looked for in what is thrown.</summary>
internal static class Canary
{
    private const int Piece = 6;

    // In lower case alone it could pass for a parameter's name. Without vowels and q, no piece is one of a stack trace's words, such as Npgsql's.
    private static readonly Gen<string> _word = Gen.OneOf(
        Gen.Char["bcdfghjklmnprstvwxz"].Array[Piece, 9].Select(word => new string(word)),
        Gen.Char["BCDFGHJKLMNPRSTVWXZbcdfghjkmnprstvwxz23456789"].Array[Piece, 9].Select(word => new string(word)));

    /// <summary>Words with separators of the URI, or of Npgsql's form, between them, unencoded.</summary>
    public static readonly Gen<string> Password = Gen.Select(_word, Gen.Select(Gen.Char["@:/?#&=%;,'\"[]. "], _word).Array[0, 4])
        .Select((first, rest) => first + string.Concat(rest.Select(pair => pair.Item1 + pair.Item2)));

    /// <summary>A text with a few characters removed, replaced, added or doubled, mostly ones that separate.</summary>
    public static Gen<string> Mutated(Gen<string> text) => Gen.Select(
        text,
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 10_000], Gen.OneOf(Gen.Char["@:/?#&=%;,'\"[]"], Gen.Char)).Array[0, 5]).Select(Mutate);

    public static void AssertAbsent(string password, Exception thrown)
    {
        var text = thrown.ToString();
        for (var i = 0; i + Piece <= password.Length; i++)
        {
            Assert.DoesNotContain(password[i..(i + Piece)], text, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static string Mutate(string text, (int Kind, int Place, char Character)[] changes)
        => changes.Aggregate(text, (current, change) =>
        {
            var place = change.Place % (current.Length + 1);
            return (change.Kind, place < current.Length) switch
            {
                (0, true) => current.Remove(place, 1),
                (1, true) => current[..place] + change.Character + current[(place + 1)..],
                (2, true) => current[..place] + current[place..Math.Min(current.Length, place + 8)] + current[place..],
                _ => current.Insert(place, change.Character.ToString()),
            };
        });
}
