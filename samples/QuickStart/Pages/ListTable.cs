namespace QuickStart.Pages;

/// <summary>Things of one kind, a row for each. On a narrow screen a row becomes a block, and each of its cells says what it is.</summary>
internal static class ListTable
{
    /// <param name="columns">The heads; empty for a column of buttons.</param>
    /// <param name="rows">One cell for each column.</param>
    public static Html Of(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Html>> rows) => $"""
        <table class="list"><thead><tr>{Html.Join(columns.Select(Head))}</tr></thead>
        <tbody>
        {Html.Join(rows.Select(row => (Html)$"<tr>{Html.Join(row.Select((cell, column) => Cell(columns[column], cell)))}</tr>\n"))}
        </tbody></table>
        """;

    private static Html Head(string name) => name.Length > 0 ? (Html)$"<th scope=\"col\">{name}</th>" : $"<td></td>";

    private static Html Cell(string column, Html content) => column.Length > 0 ? (Html)$"<td data-label=\"{column}\">{content}</td>" : $"<td class=\"buttons\">{content}</td>";
}
