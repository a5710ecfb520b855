using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Sqlite.Internal.Connections;

/// <summary>Names the row of another program that can't be read.</summary>
/// <remarks>A nonce, the state of a login and the ids of sessions and registration sessions are secrets and stand in no error.</remarks>
internal static class Unreadable
{
    private const int IdBytes = 16;

    /// <summary>Whether a row had a value that this library never writes.</summary>
    public static bool IsCause(Exception e)
        => e is ArgumentException or FormatException or JsonException or InvalidCastException or OverflowException
            || (e is InvalidOperationException and not ObjectDisposedException);

    /// <summary>Names a row by the table alone.</summary>
    public static UnreadableRowException In(string table, Exception cause) => new($"row of the table {table}", cause);

    /// <summary>Names a row by the number in a column.</summary>
    public static UnreadableRowException Numbered(string table, SqliteDataReader row, int column, Exception cause) => new(
        string.Create(CultureInfo.InvariantCulture, $"row {row.GetInt64(column)} of the table {table}"), cause);

    /// <summary>Names a row by the id in a column, or by its first bytes if it is no UUID.</summary>
    public static UnreadableRowException WithId(string table, SqliteDataReader row, int column, Exception cause, string name = "id")
        => new($"row of the table {table} with the {name} {Describe(row, column)}", cause);

    private static string Describe(SqliteDataReader row, int column) => row.GetValue(column) switch
    {
        byte[] { Length: IdBytes } id => new Guid(id, bigEndian: true).ToString(),
        byte[] other => $"x'{Convert.ToHexString(other, 0, Math.Min(other.Length, IdBytes))}'",
        var other => $"of the type {other.GetType().Name}",
    };
}
