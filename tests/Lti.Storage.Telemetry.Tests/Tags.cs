namespace Lti.Storage.Telemetry.Tests;

internal static class Tags
{
    public static Dictionary<string, object?> Of(params (string Key, object? Value)[] tags) => tags.ToDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal);
}
