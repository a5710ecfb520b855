using System.Diagnostics;
using System.Globalization;

namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Describes a folder with PostgreSQL's programs.</summary>
internal sealed record PostgreSqlBinaries(string Folder, Version Version)
{
    private static readonly string[] _needed = ["initdb", "pg_ctl", "postgres"];

    // A folder of a system package must also serve standbys. A folder that a test names need not.
    private static readonly string[] _neededOfPackages = [.. _needed, "pg_basebackup"];

    // Debian, Red Hat and Homebrew keep one folder for each version outside the PATH.
    private static readonly (string Parent, string Pattern)[] _packaged =
    [
        ("/usr/lib/postgresql", "*"), ("/usr", "pgsql-*"), ("/opt/homebrew/opt", "postgresql@*"), ("/usr/local/opt", "postgresql@*"),
    ];

    public string Program(string name) => Path.Combine(Folder, name);

    /// <summary>Finds the newest binaries on the machine that are new enough.</summary>
    public static async Task<StartResult<PostgreSqlBinaries>> FindAsync(ServerOptions options, CancellationToken cancellationToken)
    {
        PostgreSqlBinaries? newest = null;
        var needed = options.BinaryFolders is null ? _neededOfPackages : _needed;
        foreach (var folder in (options.BinaryFolders ?? Folders(options.Environment("PATH"))).Where(folder => IsComplete(folder, needed)))
        {
            var version = await VersionAsync(folder, cancellationToken);
            if (newest is null || version > newest.Version)
            {
                newest = new PostgreSqlBinaries(folder, version);
            }
        }

        return newest?.Version.Major >= options.OldestMajorVersion
            ? new(newest, null)
            : new(null, newest is null
                ? "PostgreSQL's binaries (initdb, pg_ctl) are not on this machine"
                : $"PostgreSQL's binaries are of version {newest.Version}, not {options.OldestMajorVersion} or newer");
    }

    private static List<string> Folders(string? path)
    {
        // A link in the PATH points at one program. The folder of its target has all of them.
        var linked = (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => new FileInfo(Path.Combine(folder, "initdb")))
            .Where(initdb => initdb.Exists)
            .Select(initdb => initdb.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? initdb.FullName)
            .Select(initdb => Path.GetDirectoryName(initdb)!);
        var packaged = _packaged.Where(place => Directory.Exists(place.Parent))
            .SelectMany(place => Directory.EnumerateDirectories(place.Parent, place.Pattern))
            .Select(folder => Path.Combine(folder, "bin"));
        return [.. linked.Concat(packaged).Distinct(StringComparer.Ordinal)];
    }

    private static bool IsComplete(string folder, string[] needed) => needed.All(name => File.Exists(Path.Combine(folder, name)));

    /// <summary>Reads the version from text such as <c>postgres (PostgreSQL) 15.18 (Debian …)</c> or <c>18beta1</c>.</summary>
    private static async Task<Version> VersionAsync(string folder, CancellationToken cancellationToken)
    {
        var result = await Command.RunAsync(new ProcessStartInfo(Path.Combine(folder, "postgres"), ["--version"]), cancellationToken);
        result.ThrowIfFailed("postgres --version");
        var numbers = result.Output.Split(' ')[2].Trim().Split('.')
            .Select(part => int.Parse(string.Concat(part.TakeWhile(char.IsAsciiDigit)), CultureInfo.InvariantCulture)).ToArray();
        return new Version(numbers[0], numbers.Length > 1 ? numbers[1] : 0);
    }
}
