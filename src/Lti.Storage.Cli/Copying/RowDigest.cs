using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Lti.Storage.Cli.Copying;

/// <summary>Sums rows up, so that the same rows in any order have the same checksum on both kinds of databases.</summary>
internal sealed class RowDigest
{
    public const int HashLength = SHA256.HashSizeInBytes;

    private const int ShownBytes = 8;

    private readonly byte[] _sum = new byte[HashLength];

    /// <summary>The checksum as hexadecimal text. Zeros without rows.</summary>
    public string Text => Convert.ToHexStringLower(_sum, 0, ShownBytes);

    public void Add(byte[] hash)
    {
        for (var i = 0; i < _sum.Length; i++)
        {
            _sum[i] ^= hash[i];
        }
    }

    /// <summary>Returns the hash of a row. Times count in whole microseconds, and documents by their JSON values.</summary>
    public static byte[] Hash(CopiedRow row, CopiedTable table)
    {
        var text = new StringBuilder();
        for (var column = 0; column < table.Columns.Count; column++)
        {
            var value = Canonical(row.Values[column], table.Columns[column]);
            text.Append(CultureInfo.InvariantCulture, $"{value?.Length ?? -1}:{value}");
        }

        return SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>Returns whether two rows have the same hash.</summary>
    public static bool IsSame(CopiedRow row, CopiedRow other, CopiedTable table)
        => Hash(row, table).AsSpan().SequenceEqual(Hash(other, table));

    private static string? Canonical(object? value, ColumnKind kind) => value switch
    {
        null => null,
        byte[] bytes when kind == ColumnKind.Bytes => Convert.ToHexString(bytes),
        byte[] document => CanonicalJson.Write(document),
        DateTimeOffset time => (time.UtcTicks / TimeSpan.TicksPerMicrosecond).ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}
