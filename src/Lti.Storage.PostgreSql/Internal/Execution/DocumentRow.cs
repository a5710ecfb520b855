using System.Buffers;
using Npgsql;

namespace Lti.Storage.PostgreSql.Internal.Execution;

/// <summary>A row of a document and what remains of its lifetime in microseconds.</summary>
internal static class DocumentRow
{
    // The version of jsonb's form on the wire. No JSON text begins with it, so it can't be taken for one.
    private const byte JsonbVersion = 1;

    // The model copies what it keeps, so the bytes need no array of their own before. The row is in Npgsql's buffer already: nothing waits here.
    public static T Read<T>(NpgsqlDataReader row, (Guid Id, DateTimeOffset Now) sought, DocumentFactory<T> make)
    {
        var expiresAt = sought.Now + TimeSpan.FromMicroseconds(row.GetInt64(1));
        using var document = row.GetStream(0);
        var length = (int)document.Length;
        var buffer = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            document.ReadExactly(buffer, 0, length);
            var utf8 = buffer.AsSpan(0, length);
            return make(sought.Id, utf8 is [JsonbVersion, ..] ? utf8[1..] : utf8, expiresAt);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
