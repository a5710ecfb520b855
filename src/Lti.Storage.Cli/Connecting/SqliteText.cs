using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Cli.Connecting;

/// <summary>Recognizes the setting that names an SQLite file.</summary>
internal static class SqliteText
{
    private static readonly string[] _keywords = ["Data Source", "DataSource", "Filename"];

    /// <summary>Returns whether a text is an SQLite connection string or the path of an existing file.</summary>
    /// <param name="text">The setting.</param>
    /// <param name="folder">The folder where a relative path starts.</param>
    public static bool Names(string text, string folder) => IsConnectionString(text) || IsPath(text, folder);

    /// <summary>Returns whether a text can be no connection string of any kind.</summary>
    public static bool IsNoConnectionString(string text)
        => !text.Contains('=', StringComparison.Ordinal) && !text.Contains("://", StringComparison.Ordinal);

    /// <summary>Returns the connection string with the full path of the file.</summary>
    /// <param name="text">The setting.</param>
    /// <param name="folder">The folder where a relative path starts.</param>
    public static string Complete(string text, string folder)
    {
        SqliteConnectionStringBuilder builder;
        try
        {
            builder = IsConnectionString(text) ? new(text) : new() { DataSource = text };
        }
        catch (ArgumentException)
        {
            // The library refuses the text and says why.
            return text;
        }

        if (IsPlainPath(builder.DataSource))
        {
            builder.DataSource = Path.GetFullPath(builder.DataSource, folder);
        }

        return builder.ConnectionString;
    }

    /// <summary>Returns the path of the file for people; null if the library refuses the connection string.</summary>
    public static string? PathOf(string connectionString)
    {
        try
        {
            return new SqliteConnectionStringBuilder(connectionString).DataSource is { Length: > 0 } path ? path : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsPlainPath(string source) => !string.IsNullOrWhiteSpace(source)
        && !source.StartsWith(":memory:", StringComparison.OrdinalIgnoreCase)
        && !source.StartsWith("file:", StringComparison.OrdinalIgnoreCase)
        && !source.Contains('\0', StringComparison.Ordinal);

    private static bool IsConnectionString(string text)
    {
        // The parser drops a keyword without a value, which has to be refused as SQLite's.
        var first = text.Split('=', 2)[0].Trim();
        if (_keywords.Contains(first, StringComparer.OrdinalIgnoreCase) && first.Length < text.Trim().Length)
        {
            return true;
        }

        try
        {
            var settings = new DbConnectionStringBuilder { ConnectionString = text };
            return _keywords.Any(settings.ContainsKey);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsPath(string text, string folder)
        => IsNoConnectionString(text) && IsPlainPath(text) && File.Exists(Path.GetFullPath(text, folder));
}
