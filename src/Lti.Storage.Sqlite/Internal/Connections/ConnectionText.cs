using Microsoft.Data.Sqlite;

namespace Lti.Storage.Sqlite.Internal.Connections;

/// <summary>Reads the connection string. It accepts only what cannot weaken durability.</summary>
internal static class ConnectionText
{
    /// <summary>Returns the full path of the file and whether a start may create it.</summary>
    /// <exception cref="FormatException">The text can't be used. The message says why.</exception>
    public static (string Path, bool MayCreate) Parse(string? connectionString)
    {
        var text = Read(connectionString);
        if (text.Keys.Cast<string>().FirstOrDefault(key => !IsAccepted(key) && text.ShouldSerialize(key)) is { } refused)
        {
            throw new FormatException($"The keyword '{refused}' is not accepted. Give only Data Source and, if you like, Mode.");
        }

        var source = text.DataSource;
        if (string.IsNullOrWhiteSpace(source))
        {
            throw new FormatException("No file is given. Set Data Source to its path, as in 'Data Source=lti.db'.");
        }

        if (source.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            throw new FormatException(
                "Data Source is a URI, whose options can weaken durability (nolock, immutable, psow, vfs). Give the path of the file.");
        }

        if (source.StartsWith(":memory:", StringComparison.OrdinalIgnoreCase) || text.Mode == SqliteOpenMode.Memory)
        {
            throw new FormatException(
                "A database in memory is not accepted: each connection would have its own. "
                    + "Use the package Lti.Storage.InMemory, or the path of a temporary file.");
        }

        if (text.Mode == SqliteOpenMode.ReadOnly)
        {
            throw new FormatException("Mode=ReadOnly is not accepted: a storage writes. Leave Mode out, or set it to ReadWrite.");
        }

        return source.Contains('\0', StringComparison.Ordinal)
            ? throw new FormatException("Data Source contains the character U+0000.")
            : (Path.GetFullPath(source), text.Mode == SqliteOpenMode.ReadWriteCreate);
    }

    private static SqliteConnectionStringBuilder Read(string? connectionString)
    {
        try
        {
            return new SqliteConnectionStringBuilder(connectionString ?? "");
        }
        catch (ArgumentException e)
        {
            // The message of the parser may quote the text, and is not shown.
            throw new FormatException("It is not an SQLite connection string. Write it as in 'Data Source=lti.db'.", e);
        }
    }

    private static bool IsAccepted(string keyword)
        => keyword.Equals("Data Source", StringComparison.OrdinalIgnoreCase) || keyword.Equals("Mode", StringComparison.OrdinalIgnoreCase);
}
