using System.Data.Common;

namespace Lti.Storage.Cli.Connecting;

/// <summary>Reads columns that the two kinds of databases hold in different types.</summary>
internal static class RowExtensions
{
    /// <summary>Reads an id: a UUID of PostgreSQL, or 16 bytes in big-endian order.</summary>
    public static Guid ReadId(this DbDataReader row, int column)
        => row.GetValue(column) is byte[] bytes ? new Guid(bytes, bigEndian: true) : row.GetGuid(column);
}
