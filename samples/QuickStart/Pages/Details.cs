namespace QuickStart.Pages;

/// <summary>One thing, a row for each of its fields. What is null has no row.</summary>
internal static class Details
{
    public static Html Of(params IEnumerable<(string Name, string? Value)> fields) => $"""
        <table class="details">
        {Html.Join(fields.Where(field => field.Value is not null).Select(field => (Html)$"<tr><th scope=\"row\">{field.Name}</th><td>{field.Value}</td></tr>\n"))}
        </table>
        """;
}
