using System.Globalization;

namespace Lti.Storage.Cli.Output;

/// <summary>Writes a number with its noun, such as <c>1 session</c> or <c>20 sessions</c>.</summary>
internal static class Count
{
    public static string Of(long number, string thing)
        => string.Create(CultureInfo.InvariantCulture, $"{number} {thing}{(number == 1 ? "" : "s")}");
}
