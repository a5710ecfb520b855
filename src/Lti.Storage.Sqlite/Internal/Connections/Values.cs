using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Sqlite.Internal.Connections;

/// <summary>Converts between .NET's values and the columns.</summary>
internal static class Values
{
    /// <summary>The 16 bytes of a UUID in big-endian order, which sort as .NET sorts UUIDs.</summary>
    public static byte[] ToBlob(this Guid id) => id.ToByteArray(bigEndian: true);

    /// <summary>The bytes after which a listing continues. The empty text is less than every id.</summary>
    public static byte[] ToCursor(this Guid? after) => after is { } id ? id.ToBlob() : [];

    /// <summary>The bytes of a document, which are copied only if they are a part of an array.</summary>
    public static byte[] ToBlob(this ReadOnlyMemory<byte> document)
        => MemoryMarshal.TryGetArray(document, out var segment) && segment.Array is { } bytes && bytes.Length == document.Length
            ? bytes
            : document.ToArray();

    public static byte[] GetBlob(this SqliteDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static Guid GetId(this SqliteDataReader row, int column) => new(row.GetBlob(column), bigEndian: true);

    public static string? GetText(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>Reads a time in ticks.</summary>
    /// <exception cref="OverflowException">It is no time of .NET, so that its distance from another time could overflow.</exception>
    public static long GetTime(this SqliteDataReader row, int column)
        => row.GetInt64(column) is var ticks && ticks >= DateTime.MinValue.Ticks && ticks <= DateTime.MaxValue.Ticks
            ? ticks
            : throw new OverflowException("A stored time is out of range.");

    /// <summary>Reads an expiry for the caller. The query selects only times after the storage's clock.</summary>
    /// <remarks>An expiry beyond the longest lifetime reads as the longest lifetime (rule E7).</remarks>
    /// <param name="row">The row.</param>
    /// <param name="column">The column of the stored ticks.</param>
    /// <param name="now">The ticks of the storage's clock.</param>
    /// <param name="callersNow">The caller's time.</param>
    public static DateTimeOffset GetExpiry(this SqliteDataReader row, int column, long now, DateTimeOffset callersNow)
        => RemainingLifetime.ToExpiry(TimeSpan.FromTicks(row.GetInt64(column) - now), callersNow);
}
