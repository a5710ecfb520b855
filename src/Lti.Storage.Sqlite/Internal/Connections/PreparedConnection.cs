using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lti.Storage.Sqlite.Internal.Connections;

/// <summary>An open connection with its prepared statements. Not thread-safe.</summary>
internal sealed class PreparedConnection(SqliteConnection connection) : IDisposable
{
    // The statements are constants, so that each is one object.
    private readonly Dictionary<string, SqliteCommand> _commands = new(ReferenceEqualityComparer.Instance);

    public sqlite3 Handle => connection.Handle!;

    /// <summary>How many rows this connection has changed, triggers included.</summary>
    public int TotalChanges => raw.sqlite3_total_changes(Handle);

    /// <summary>Runs a statement and returns its rows. Values replace <c>$1</c>, <c>$2</c> and so on.</summary>
    public SqliteDataReader Read(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteReader();

    /// <summary>Runs a statement and returns the number of changed rows.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>Runs a statement and returns the first number of its first row. Null without a row.</summary>
    public long? ReadNumber(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteScalar() as long?;

    /// <summary>Runs text of one or more statements that is not worth preparing.</summary>
    public void Run(string sql)
    {
        using var command = CreateCommand(sql);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        ref var command = ref CollectionsMarshal.GetValueRefOrAddDefault(_commands, sql, out var isPrepared);
        if (!isPrepared)
        {
            command = CreateCommand(sql);
            for (var i = 1; i <= values.Length; i++)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
            }
        }

        for (var i = 0; i < values.Length; i++)
        {
            command!.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command!;
    }

    private SqliteCommand CreateCommand(string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of this assembly.
        command.CommandText = sql;
#pragma warning restore CA2100

        // SQLite itself waits for locks. After that the library would wait again, in steps of 150 ms.
        command.CommandTimeout = 1;
        return command;
    }
}
