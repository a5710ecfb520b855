using System.Globalization;

namespace Lti.Storage.Benchmarks;

/// <summary>Formats figures with units.</summary>
internal static class Units
{
    public static string Count(double count) => count switch
    {
        >= 1_000_000 => Text(count / 1_000_000, "M"),
        >= 1_000 => Text(count / 1_000, "k"),
        _ => Text(count, ""),
    };

    public static string Time(double microseconds) => microseconds switch
    {
        >= 1_000_000 => Text(microseconds / 1_000_000, " s"),
        >= 1_000 => Text(microseconds / 1_000, " ms"),
        >= 1 => Text(microseconds, " µs"),
        _ => Text(microseconds * 1_000, " ns"),
    };

    public static string Bytes(double bytes) => bytes switch
    {
        >= 1_000_000_000 => Text(bytes / 1_000_000_000, " GB"),
        >= 1_000_000 => Text(bytes / 1_000_000, " MB"),
        >= 1_000 => Text(bytes / 1_000, " kB"),
        _ => Text(bytes, " B"),
    };

    private static string Text(double figure, string unit) => figure.ToString(figure < 10 ? "0.##" : figure < 100 ? "0.#" : "0", CultureInfo.InvariantCulture) + unit;
}
