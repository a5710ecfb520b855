using System.Globalization;

namespace Lti.Storage.Cli.Output;

/// <summary>Writes instants as ISO 8601 in UTC, in whole seconds.</summary>
internal static class Instant
{
    public static string Text(DateTimeOffset instant)
        => instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
