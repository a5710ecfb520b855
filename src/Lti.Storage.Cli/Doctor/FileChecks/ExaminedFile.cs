using Lti.Storage.Cli.Doctor.Checks;
using Lti.Storage.Sqlite.Internal.Connections;
using Lti.Storage.Sqlite.Internal.Schema;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Cli.Doctor.FileChecks;

/// <summary>The SQLite file that the checks read, over one connection that only reads.</summary>
internal sealed class ExaminedFile(PreparedConnection connection, DatabaseFile file, ExaminedSchema schema)
{
    public DatabaseFile File => file;

    public ExaminedSchema Schema => schema;

    public string Folder => Path.GetDirectoryName(file.Path)!;

    /// <summary>Runs a query. The function <c>near</c> returns a text without surrounding space and in lower case.</summary>
    public List<T> Read<T>(string sql, Func<SqliteDataReader, T> row)
    {
        List<T> rows = [];
        using var reader = connection.Read(sql);
        while (reader.Read())
        {
            rows.Add(row(reader));
        }

        return rows;
    }

    public string ReadText(string sql) => Read(sql, static row => row.GetString(0))[0];
}
