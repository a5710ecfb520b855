namespace QuickStart.Pages;

/// <summary>Renders an object as a table with a row per field. Null fields are left out.</summary>
internal static class Details
{
    public static Html Of(params IEnumerable<(string Name, string? Value)> fields) => $"""
        <table class="details">
        {Html.Join(fields.Where(field => field.Value is not null).Select(field => (Html)$"<tr><th scope=\"row\">{field.Name}</th><td>{field.Value}</td></tr>\n"))}
        </table>
        """;
}
