using Lti.Storage.Sqlite;

namespace Lti.Storage.Benchmarks;

/// <summary>Rows in an SQLite file in the folder for temporary files.</summary>
internal sealed class FileRows : IScaledRows
{
    private readonly string _folder;
    private readonly SqliteLtiStorage _filler;
    private readonly MemoryRows _rows;

    private FileRows(string folder, SqliteLtiStorage filler, MemoryRows rows) => (_folder, _filler, _rows) = (folder, filler, rows);

    public int Count => _rows.Count;

    public ClientKey LargeClient => _rows.LargeClient;

    public IReadOnlyList<ClientKey> Clients => _rows.Clients;

    public IReadOnlyList<DeploymentKey> Deployments => _rows.Deployments;

    public IReadOnlyList<Guid> Sessions => _rows.Sessions;

    /// <summary>Makes the rows on a connection that does not wait for the disk.</summary>
    public static async Task<FileRows> FillAsync(int count, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("lti-scale-").FullName;
        var filler = new SqliteLtiStorage(
            new SqliteStorageOptions { ConnectionString = ConnectionStringOf(folder), Synchronous = SqliteSynchronous.Normal, LockTimeout = TimeSpan.FromMinutes(5) });
        try
        {
            await filler.StartAsync(cancellationToken);
            return new FileRows(folder, filler, await MemoryRows.FillAsync(filler, count, cancellationToken));
        }
        catch
        {
            await filler.DisposeAsync();
            Directory.Delete(folder, recursive: true);
            throw;
        }
    }

    /// <summary>Opens a storage with the default options on the file.</summary>
    public SqliteLtiStorage Open() => new(ConnectionStringOf(_folder));

    public Task AddExpiredAsync(int count, CancellationToken cancellationToken) => _rows.AddExpiredAsync(count, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _filler.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static string ConnectionStringOf(string folder) => $"Data Source={Path.Combine(folder, "lti.db")}";
}
