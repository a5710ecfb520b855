using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lti.Storage.Sqlite.Tests;

/// <summary>Records the statements that the connections of a storage run. Values stand in their texts.</summary>
internal sealed class StatementTrace
{
    private readonly ConcurrentQueue<string> _statements = new();

    public IReadOnlyList<string> Statements => [.. _statements];

    public void Attach(SqliteConnection connection)
        => raw.sqlite3_trace(connection.Handle, (_, text) => _statements.Enqueue(text), null);

    public void Clear() => _statements.Clear();

    public int CountOf(string statement) => _statements.Count(one => one.StartsWith(statement, StringComparison.Ordinal));
}
