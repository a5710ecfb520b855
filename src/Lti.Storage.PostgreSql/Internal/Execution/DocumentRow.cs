using System.Buffers;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>Reads a row of a document and its remaining lifetime in microseconds.</summary>
/// <remarks>
/// Statements compute the remaining lifetime on the database's clock. It is zero after the expiry. It is at most <see
/// cref="LtiLimits.MaxLifetime"/> (87,600 hours), even if the expiry is <c>infinity</c>. A difference of two instants has days of 24
/// hours.
/// </remarks>
internal static class DocumentRow
{
    // The version of jsonb's binary form. No JSON text begins with this byte.
    private const byte JsonbVersion = 1;

    // The model copies the bytes, so a pooled buffer is enough. The whole row is in Npgsql's buffer, so nothing waits here.
    public static T Read<TKey, T>(NpgsqlDataReader row, (TKey Key, DateTimeOffset Now) sought, DocumentFactory<TKey, T> make)
    {
        var expiresAt = RemainingLifetime.ToExpiry(TimeSpan.FromMicroseconds(row.GetInt64(1)), sought.Now);
        using var document = row.GetStream(0);
        var length = (int)document.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            document.ReadExactly(buffer, 0, length);
            var utf8 = buffer.AsSpan(0, length);
            return make(sought.Key, utf8 is [JsonbVersion, ..] ? utf8[1..] : utf8, expiresAt);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
