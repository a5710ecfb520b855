namespace Lti.Storage.Sqlite.Internal.Connections;

/// <summary>Reports a value that this library never writes, with the name of its row. It never reaches a caller.</summary>
/// <param name="row">The row, such as <c>row 3 of the table tool_keys</c>. It holds no secret.</param>
/// <param name="cause">The failure to read the value. Its text may quote the row.</param>
internal sealed class UnreadableRowException(string row, Exception cause) : Exception($"The {row} can't be read.", cause)
{
    /// <summary>The row as a part of a sentence.</summary>
    public string Row { get; } = row;
}
