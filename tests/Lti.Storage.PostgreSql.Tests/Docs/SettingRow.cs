namespace Lti.Storage.PostgreSql.Tests.Docs;

/// <summary>What the page says of a setting: its name and the value to try, where it is given, and what becomes of it.</summary>
internal sealed record SettingRow(string Name, string Value, string Given, string Here)
{
    public string Setting => $"{Name}={Value}";
}
