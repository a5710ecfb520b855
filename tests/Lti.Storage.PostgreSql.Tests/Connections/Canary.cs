using CsCheck;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Generates passwords and searches exceptions for each six-character piece of them.</summary>
internal static class Canary
{
    private const int Piece = 6;

    // A lower-case password could look like a parameter name. Without vowels and q, no piece occurs in a stack trace.
    private static readonly Gen<string> _word = Gen.OneOf(
        Gen.Char["bcdfghjklmnprstvwxz"].Array[Piece, 9].Select(word => new string(word)),
        Gen.Char["BCDFGHJKLMNPRSTVWXZbcdfghjkmnprstvwxz23456789"].Array[Piece, 9].Select(word => new string(word)));

    /// <summary>Generates unencoded words with separators of URIs and Npgsql's form between them.</summary>
    public static readonly Gen<string> Password = Gen.Select(_word, Gen.Select(Gen.Char["@:/?#&=%;,'\"[]. "], _word).Array[0, 4])
        .Select((first, rest) => first + string.Concat(rest.Select(pair => pair.Item1 + pair.Item2)));

    /// <summary>Removes, replaces, adds or doubles a few characters, mostly separators.</summary>
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
