namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>Pieces of SQL that shared statements have in common.</summary>
internal static class BatchRows
{
    /// <summary>
    /// The rows of arrays, one for each member of a shared statement, and their place from 1 on. LIMIT takes none away: it makes the planner think of
    /// one row, and so plan as for the single statement. For the ten that it guesses otherwise it reads a small table whole, and keeps that plan
    /// when the table has grown.
    /// </summary>
    /// <param name="columns">Names and types, such as <c>nonce text</c>, in the order of the parameters.</param>
    public static string From(params string[] columns)
    {
        var arrays = columns.Select((column, i) => $"${i + 1}::{column.Split(' ')[1]}[]");
        var names = columns.Select(column => column.Split(' ')[0]);
        return $"(SELECT * FROM unnest({string.Join(", ", arrays)}) WITH ORDINALITY LIMIT cardinality($1)) AS member ({string.Join(", ", names)}, place)";
    }

    /// <summary>
    /// A member's document, out of the array of all of them, in the moment in which it is stored. As a column of the members it would be copied by every
    /// join and sort on the way, and those of members that store nothing would be parsed too.
    /// </summary>
    /// <param name="parameter">The array, such as <c>$3</c>.</param>
    public static string Document(string parameter) => $"({parameter}::text[])[place]::jsonb";
}
