using System.Globalization;

namespace Lti.Storage.Cli.Output;

/// <summary>A number of things, in words: <c>1 session</c>, <c>20 sessions</c>.</summary>
internal static class Count
{
    public static string Of(long number, string thing) => string.Create(CultureInfo.InvariantCulture, $"{number} {thing}{(number == 1 ? "" : "s")}");
}
