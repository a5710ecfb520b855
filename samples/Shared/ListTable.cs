// For people who look. A real tool has a template engine.
namespace QuickStart.Shared;

/// <summary>Renders a list as a table. On a narrow screen each row becomes a block with labelled cells.</summary>
internal static class ListTable
{
    /// <param name="columns">The headings. A column of buttons has an empty one.</param>
    /// <param name="rows">The rows with one cell per column.</param>
    public static Html Of(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<Html>> rows) => $"""
        <table class="list"><thead><tr>{Html.Join(columns.Select(Head))}</tr></thead>
        <tbody>
        {Html.Join(rows.Select(row => (Html)$"<tr>{Html.Join(row.Select((cell, column) => Cell(columns[column], cell)))}</tr>\n"))}
        </tbody></table>
        """;

    private static Html Head(string name) => name.Length > 0 ? (Html)$"<th scope=\"col\">{name}</th>" : $"<td></td>";

    private static Html Cell(string column, Html content) => column.Length > 0 ? (Html)$"<td data-label=\"{column}\">{content}</td>" : $"<td class=\"buttons\">{content}</td>";
}

/// <summary>Renders an object as a table with a row per field. Null fields are left out.</summary>
internal static class Details
{
    public static Html Of(params IEnumerable<(string Name, string? Value)> fields) => $"""
        <table class="details">
        {Html.Join(fields.Where(field => field.Value is not null).Select(field => (Html)$"<tr><th scope=\"row\">{field.Name}</th><td>{Html.Text(field.Value)}</td></tr>\n"))}
        </table>
        """;
}

/// <summary>Renders one choice of a form.</summary>
internal static class Choice
{
    public static Html Html(string name, string value, string label, string note, bool isChosen)
    {
        Html chosen = isChosen ? (Html)$" checked" : $"";
        Html small = note.Length > 0 ? (Html)$"<small>{note}</small>" : $"";
        return $"<label><input type=\"radio\" name=\"{name}\" value=\"{value}\"{chosen}> {label}{small}</label>";
    }
}
