namespace Lti.Storage.PostgreSql.Internal.Batching;

/// <summary>Parts of the SQL of batched statements.</summary>
internal static class BatchRows
{
    /// <summary>
    /// The rows of the arrays, one for each call of a batch, and their place from 1 on. The LIMIT removes none: it makes the planner expect one row and plan as
    /// for the single statement. Otherwise it expects ten, reads a small table whole, and keeps that plan when the table has grown.
    /// </summary>
    /// <param name="columns">Names and types, such as <c>nonce text</c>, in the order of the parameters.</param>
    public static string From(params string[] columns)
    {
        var arrays = columns.Select((column, i) => $"${i + 1}::{column.Split(' ')[1]}[]");
        var names = columns.Select(column => column.Split(' ')[0]);
        return $"(SELECT * FROM unnest({string.Join(", ", arrays)}) WITH ORDINALITY LIMIT cardinality($1)) AS member ({string.Join(", ", names)}, place)";
    }

    /// <summary>
    /// The document of a call, taken out of the array when it is stored. A column would be copied by every join and sort, and parsed also for calls that store
    /// nothing.
    /// </summary>
    /// <param name="parameter">The array, such as <c>$3</c>.</param>
    public static string Document(string parameter) => $"({parameter}::text[])[place]::jsonb";
}
