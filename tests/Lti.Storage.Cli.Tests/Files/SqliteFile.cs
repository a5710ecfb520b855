using Lti.Storage.Cli.Tests.Running;
using Lti.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Cli.Tests.Files;

/// <summary>An SQLite file for one test in a folder of its own, with queries of the test.</summary>
internal sealed class SqliteFile : IAsyncDisposable
{
    private SqliteFile()
    {
        Path = System.IO.Path.Combine(Folder, "lti.db");
        ConnectionString = $"Data Source={Path}";
        Storage = new SqliteLtiStorage(ConnectionString);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("lti-cli-file").FullName;

    public string Path { get; }

    public string ConnectionString { get; }

    /// <summary>The storage on the same file.</summary>
    public SqliteLtiStorage Storage { get; }

    /// <summary>Creates a folder without a file.</summary>
    public static SqliteFile Absent() => new();

    public static async Task<SqliteFile> MigratedAsync()
    {
        var file = new SqliteFile();
        await file.Storage.StartAsync(TestContext.Current.CancellationToken);
        return file;
    }

    /// <summary>Runs the tool on this file.</summary>
    public Task<ToolRun> RunAsync(params string[] arguments) => Tool.RunAsync(arguments, Folder, ("DATABASE_URL", ConnectionString));

    public void Execute(string sql) => Query(sql);

    /// <summary>Returns the first value of the first row.</summary>
    public object? Query(string sql)
    {
        using var connection = new SqliteConnection($"{ConnectionString};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statements are the tests' own.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command.ExecuteScalar();
    }

    public async ValueTask DisposeAsync()
    {
        await Storage.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
