using System.Globalization;
using System.Text.RegularExpressions;

namespace Lti.Storage.PostgreSql.Internal.Schema;

/// <summary>A numbered script that may run again. A breaking one stops older versions of the library.</summary>
internal sealed partial record Migration(int Version, string Name, bool IsBreaking, string Sql)
{
    private const string Folder = "Migrations.";

    /// <summary>The migrations that this version knows, in order.</summary>
    /// <remarks>They are the files <c>Migrations/NNNN_name[.breaking].sql</c>.</remarks>
    public static IReadOnlyList<Migration> All { get; } = Array.AsReadOnly(
        typeof(Migration).Assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Folder, StringComparison.Ordinal))
            .Select(Read)
            .OrderBy(migration => migration.Version)
            .ToArray());

    public static int Latest => All[^1].Version;

    /// <summary>The steps of the script. Each runs in its own transaction.</summary>
    /// <remarks>
    /// The first statement of a step takes its strongest lock. A step may run again and takes no strong lock if its work is done.
    /// </remarks>
    public IReadOnlyList<string> Steps { get; } = Array.AsReadOnly([.. StepBegins().Split(Sql).Where(step => step.Length > 0)]);

    [GeneratedRegex("^(?=-- Step: )", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StepBegins();

    private static Migration Read(string resource)
    {
        using var stream = typeof(Migration).Assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        var parts = resource[Folder.Length..].Split('_', 2);
        var names = parts[1].Split('.');
        return new Migration(
            int.Parse(parts[0], CultureInfo.InvariantCulture),
            names[0].Replace('_', ' '),
            names is [_, "breaking", "sql"],
            reader.ReadToEnd());
    }
}
