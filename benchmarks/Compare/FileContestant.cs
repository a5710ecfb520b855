using Lti.Storage.Sqlite;

namespace Lti.Storage.Benchmarks;

/// <summary>A contender on an SQLite file of its own.</summary>
/// <remarks>
/// It starts with a copy of the same file for each number of callers. Another connection makes the rows of the calls and does not wait for
/// the disk.
/// </remarks>
internal sealed class FileContestant(string name) : Contestant(name)
{
    private static readonly SemaphoreSlim _filling = new(1);
    private static (byte[] File, StorageRows Rows)? _template;

    private readonly string _folder = Directory.CreateTempSubdirectory("lti-compare-").FullName;
    private SqliteLtiStorage? _filler;
    private IContender? _contender;
    private StorageRows _rows = StorageRows.None;

    // The prepared work of a slice stays in memory.
    public override int MaxCalls(Operation operation) => Math.Max(operation.MaxCallsInMemory, operation.MaxCalls / 2);

    // The floor is written for the calls of a launch.
    public override bool CanDo(Operation operation)
        => Name != Contender.FileFloor || SqliteContender.Operations.Contains(operation.Name);

    public override async Task ResetAsync(Operation operation, CancellationToken cancellationToken)
    {
        await CloseAsync();
        var (file, rows) = await TemplateAsync(cancellationToken);
        var path = Path.Combine(_folder, $"{Guid.NewGuid():N}.db");
        await File.WriteAllBytesAsync(path, file, cancellationToken);
        _filler = Filler(path);
        _contender = Contender.OnFile[Name](path);
        _rows = rows.In(_filler);
    }

    public override async Task<Taken> RunAsync(Operation operation, int callers, int calls, TimeSpan time, CancellationToken cancellationToken)
    {
        await operation.PrepareAsync(_rows, calls, cancellationToken);
        return await RunAsync(operation, _contender!, callers, calls, time);
    }

    public override Task<double?> CountRoundTripsAsync(Operation operation, int callers, CancellationToken cancellationToken) => Task.FromResult<double?>(0);

    public override async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static SqliteLtiStorage Filler(string path)
        => new(new SqliteStorageOptions { ConnectionString = $"Data Source={path}", Synchronous = SqliteSynchronous.Normal, LockTimeout = TimeSpan.FromMinutes(5) });

    private static async Task<(byte[] File, StorageRows Rows)> TemplateAsync(CancellationToken cancellationToken)
    {
        await _filling.WaitAsync(cancellationToken);
        try
        {
            if (_template is null)
            {
                var folder = Directory.CreateTempSubdirectory("lti-compare-");
                var path = Path.Combine(folder.FullName, "template.db");
                StorageRows rows;
                await using (var storage = Filler(path))
                {
                    await storage.StartAsync(cancellationToken);
                    rows = await StorageRows.FillAsync(storage, cancellationToken);
                }

                _template = (await File.ReadAllBytesAsync(path, cancellationToken), rows);
                folder.Delete(recursive: true);
            }

            return _template.Value;
        }
        finally
        {
            _filling.Release();
        }
    }

    private async Task CloseAsync()
    {
        if (_contender is not null)
        {
            await _contender.DisposeAsync();
        }

        if (_filler is not null)
        {
            await _filler.DisposeAsync();
        }

        foreach (var file in Directory.GetFiles(_folder))
        {
            File.Delete(file);
        }
    }
}
