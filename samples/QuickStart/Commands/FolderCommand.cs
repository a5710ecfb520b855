// For people who look: it plays files through the tool. A real tool has no such command.
using System.Globalization;
using Lti.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using QuickStart.Platform;

namespace QuickStart.Commands;

/// <summary>Runs the commands <c>replay &lt;folder&gt;</c> and <c>register &lt;folder&gt;</c>.</summary>
/// <remarks>Each plays the JSON files of a folder without a browser and reports the results.</remarks>
internal static class FolderCommand
{
    private const int AsExpected = 0;
    private const int NotAsExpected = 1;
    private const int BadFolder = 2;
    private const int BadDatabase = 3;

    // A folder that can't be read is an error and not an empty folder.
    private static readonly EnumerationOptions _anyCase = new() { MatchCasing = MatchCasing.CaseInsensitive, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.None };

    public static async Task<int> RunAsync<TPlayer>(
        string name, IReadOnlyList<string> arguments, IConfiguration configuration, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
        where TPlayer : class, IFilePlayer
    {
        if (arguments is not [var folder])
        {
            await errors.WriteLineAsync($"{name} takes one folder of JSON files: {name} <folder>");
            return BadFolder;
        }

        string[] files;
        try
        {
            files = [.. Directory.EnumerateFiles(folder, "*.json", _anyCase).Order(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            await errors.WriteLineAsync($"The folder '{folder}' can't be read: {e.Message}");
            return BadFolder;
        }

        if (files.Length == 0)
        {
            await errors.WriteLineAsync($"The folder '{folder}' has no JSON files.");
            return BadFolder;
        }

        var services = new ServiceCollection();
        services.AddLogging();
        QuickStartApp.AddTool(services, StorageChoice.Of(configuration));
        QuickStartApp.AddPlatforms(services);
        services.TryAddSingleton<TPlayer>();
        await using var provider = services.BuildServiceProvider();
        try
        {
            await StartStorageAsync(provider, cancellationToken);
        }
        catch (Exception e) when (e is LtiStorageException or OptionsValidationException)
        {
            await errors.WriteLineAsync($"The database can't be used: {e.Message}");
            return BadDatabase;
        }

        var player = provider.GetRequiredService<TPlayer>();
        List<IFileResult> results = [];
        foreach (var file in files)
        {
            results.Add(await player.RunAsync(file, cancellationToken));
        }

        await Table.WriteAsync([TPlayer.Columns, .. results.Select(result => result.Cells)], output);
        var expected = results.Count(result => result.IsAsExpected);
        await output.WriteLineAsync($"{expected} of {results.Count} as expected");
        return expected == results.Count ? AsExpected : NotAsExpected;
    }

    // A host starts the hosted services first. The storage checks or migrates its schema there.
    private static async Task StartStorageAsync(IServiceProvider provider, CancellationToken cancellationToken)
    {
        foreach (var service in provider.GetServices<IHostedService>().OfType<IHostedLifecycleService>())
        {
            await service.StartingAsync(cancellationToken);
        }
    }
}

/// <summary>Plays one file of a folder.</summary>
internal interface IFilePlayer
{
    /// <summary>The column headings. The last column holds free text.</summary>
    static abstract IReadOnlyList<string> Columns { get; }

    Task<IFileResult> RunAsync(string file, CancellationToken cancellationToken);
}

/// <summary>The result of one file.</summary>
internal interface IFileResult
{
    bool IsAsExpected { get; }

    /// <summary>The cells of the row, one per column.</summary>
    IReadOnlyList<string> Cells { get; }
}

/// <summary>Prints results as a table with one line per file.</summary>
internal static class Table
{
    public static async Task WriteAsync(IReadOnlyList<IReadOnlyList<string>> rows, TextWriter output)
    {
        var widths = Enumerable.Range(0, rows[0].Count - 1).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            await output.WriteLineAsync(string.Join("  ", row.Select((cell, column) => column < widths.Length ? cell.PadRight(widths[column]) : cell)).TrimEnd());
        }
    }

    public static string YesNo(bool value) => value ? "yes" : "no";

    public static string Size(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes} B");

    public static string Time(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:F1} ms");

    /// <summary>Gets the first line of an error. Errors of the framework repeat the parameter name on a second line.</summary>
    public static string FirstLine(string text) => text.Split('\n')[0];

    /// <summary>Formats a mistake or a refusal as a note.</summary>
    public static string Note(string? mistake, string? refusal)
        => OneLine(mistake is not null ? $"NOT AS EXPECTED: {mistake}" : refusal is not null ? $"refused: {refusal}" : "", 400);

    /// <summary>Removes line breaks and control characters and shortens the text.</summary>
    public static string OneLine(string text, int width)
    {
        var clean = new string([.. text.Select(character => char.IsControl(character) || char.IsSurrogate(character) ? '?' : character)]);
        return clean.Length > width ? clean[..(width - 1)] + "…" : clean;
    }
}
