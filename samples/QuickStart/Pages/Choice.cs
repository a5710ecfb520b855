namespace QuickStart.Pages;

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
