using System.Globalization;

namespace Lti.Storage.Sqlite.Internal.Schema;

/// <summary>A numbered script. A breaking one stops older versions of the library.</summary>
internal sealed record Migration(int Version, string Name, bool IsBreaking, string Sql)
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
