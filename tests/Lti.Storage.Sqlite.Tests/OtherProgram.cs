using Microsoft.Data.Sqlite;

namespace Lti.Storage.Sqlite.Tests;

/// <summary>Another program on the file: it holds the write lock, or runs statements of its own.</summary>
internal sealed class OtherProgram : IDisposable
{
    private readonly SqliteConnection _connection;

    public OtherProgram(string file)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ConnectionString);
        _connection.Open();
    }

    public void Lock() => Run("BEGIN IMMEDIATE");

    public void Unlock() => Run("ROLLBACK");

    public void Run(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public string? Read(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
    }

    /// <summary>Reads the first column of all rows.</summary>
    public IReadOnlyList<string> ReadAll(string sql, int column = 0)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        using var rows = command.ExecuteReader();
        List<string> all = [];
        while (rows.Read())
        {
            all.Add(rows.GetString(column));
        }

        return all;
    }

    public void Dispose() => _connection.Dispose();
}
