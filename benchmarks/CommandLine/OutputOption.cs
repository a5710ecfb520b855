using System.CommandLine;

namespace Lti.Storage.Benchmarks;

/// <summary>Creates the options for output files.</summary>
internal static class OutputOption
{
    public static Option<FileInfo?> Json() => new("--json") { Description = "Also writes the figures to this file as JSON." };

    public static Option<DirectoryInfo?> Plots() => new("--plots") { Description = "Also draws the figures into this folder as SVG." };
}
