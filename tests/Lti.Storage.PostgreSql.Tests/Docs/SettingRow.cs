namespace Lti.Storage.PostgreSql.Tests.Docs;

/// <summary>Holds a row of the page's settings table with the name and value to try and its source and effect.</summary>
internal sealed record SettingRow(string Name, string Value, string Given, string Here)
{
    public string Setting => $"{Name}={Value}";
}
