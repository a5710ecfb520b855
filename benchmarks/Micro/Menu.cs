using System.Globalization;

namespace Lti.Storage.Benchmarks;

/// <summary>Asks the user for the classes to run.</summary>
internal static class Menu
{
    /// <summary>Prints the classes and reads the choice.</summary>
    /// <returns>BenchmarkDotNet's arguments for the chosen classes. Empty when the user chose none.</returns>
    public static async Task<string[]> AskAsync(TextReader input, TextWriter output, IReadOnlyList<Type> classes)
    {
        await output.WriteLineAsync("The modes compare, scale and start are not listed. See --help.\n");
        for (var i = 0; i < classes.Count; i++)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{i + 1,3}  {classes[i].Name}"));
        }

        await output.WriteAsync("\nNumbers or parts of names (* for all, empty to quit): ");
        await output.FlushAsync();
        var words = (await input.ReadLineAsync() ?? "").Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        string[] patterns = [.. words.SelectMany(word => Patterns(word, classes))];
        return words is [] ? [] : ["--filter", .. patterns];
    }

    private static List<string> Patterns(string word, IReadOnlyList<Type> classes)
    {
        if (word == "*")
        {
            return ["*"];
        }

        var chosen = int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? classes.Where((_, i) => i == number - 1)
            : classes.Where(type => type.Name.Contains(word, StringComparison.OrdinalIgnoreCase));
        var patterns = chosen.Select(type => $"*.{type.Name}.*").ToList();
        return patterns is [] ? throw new RefusedException($"The menu has no class '{word}'.") : patterns;
    }
}
