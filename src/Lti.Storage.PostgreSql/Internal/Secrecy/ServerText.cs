using System.Globalization;
using System.Text;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Secrecy;

/// <summary>Decides which text of a server error may be shown (contract rule E8).</summary>
/// <remarks>
/// The server quotes parameters, rows and statements in detail, context and internal query. Its primary message quotes values only in
/// some classes. A function or trigger may raise any SQLSTATE with any text, so its text is never shown.
/// </remarks>
internal static class ServerText
{
    private const int MaxLength = 300;

    // The source files of procedural languages. Their RAISE takes any text.
    private static readonly string[] _languages = ["pl_", "plpy", "plperl", "pltcl", "plv8"];

    /// <summary>Whether the primary message can quote no value.</summary>
    public static bool QuotesNoValue(PostgresException e)
        => e.InternalQuery is null
            && !_languages.Any(language => e.File?.StartsWith(language, StringComparison.Ordinal) == true)
            && (IsOfServer(e) || e.SqlState is ['0', 'A', ..] or ['2', '5' or '6', ..] or ['4', '0', ..]);

    /// <summary>
    /// Returns a sentence with the server's message or with the names of the objects at fault. Empty if neither may be shown.
    /// </summary>
    /// <param name="e">The server's error.</param>
    /// <param name="isConnecting">Whether the error came while connecting. Then no value has been sent.</param>
    public static string Sentence(PostgresException e, bool isConnecting = false)
    {
        if ((isConnecting || (IsOfServer(e) && QuotesNoValue(e))) && e.MessageText.Length > 0)
        {
            return $" The server says: {Line(NamesUser(e) ? WithoutQuoted(e.MessageText) : e.MessageText)}.";
        }

        (string Kind, string? Name)[] names =
            [("constraint", e.ConstraintName), ("column", e.ColumnName), ("table", e.TableName), ("data type", e.DataTypeName)];
        var given = names.Where(name => !string.IsNullOrEmpty(name.Name)).Select(name => $"{name.Kind} \"{Line(name.Name!)}\"").ToList();
        return given.Count == 0 ? "" : $" The server names {string.Join(", ", given)}.";
    }

    /// <summary>Makes one line of a text without control and formatting characters and of bounded length.</summary>
    public static string Line(string text)
    {
        var line = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                line.Append(' ');
            }
            else if (category is not UnicodeCategory.Format)
            {
                line.Append(rune);
            }

            if (line.Length >= MaxLength)
            {
                return line.Append('…').ToString();
            }
        }

        return line.ToString().Trim().TrimEnd('.');
    }

    // Connections, configuration, resources, the schema's objects and the server's health. Statements hold no values, so class 42 quotes
    // none.
    private static bool IsOfServer(PostgresException e)
        => e.SqlState is ['0', '8', ..] or ['2', '8', ..] or ['3', 'D' or 'F', ..] or ['4', '2', ..] or ['5', '3' or '5' or '7' or '8', ..]
            or ['F', '0', ..] or ['X', 'X', ..];

    // "password authentication failed for user …", "too many connections for role …".
    private static bool NamesUser(PostgresException e) => e.SqlState is ['2', '8', ..] or PostgresErrorCodes.TooManyConnections;

    private static string WithoutQuoted(string text)
    {
        var kept = new StringBuilder();
        var quoted = false;
        foreach (var character in text)
        {
            if (character is '"' or '«' or '»' or '“' or '”' or '„')
            {
                quoted = !quoted;
                kept.Append(quoted ? "…" : "");
            }
            else if (!quoted)
            {
                kept.Append(character);
            }
        }

        return kept.ToString();
    }
}
