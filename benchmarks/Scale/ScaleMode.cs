using Lti.Storage.Caching;
using Lti.Storage.InMemory;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Benchmarks;

/// <summary>Measures the same calls among a thousand rows and among very many.</summary>
internal sealed class ScaleMode(Run run, ScaleOptions options)
{
    // Two connections make rows. The provider's pool holds the others.
    private const int ConnectionsPerDatabase = 12;

    private readonly List<Growth> _growths = [];

    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var files = OutputFiles.Reserve(options.Json, options.Plots);
        if (options.Storages.Any(storage => !ScaleOptions.IsOnDisk(storage)))
        {
            Room.RequireMemory(options.Sizes);
        }

        await using var server = options.Storages.Contains(ScaleOptions.PostgreSql, StringComparer.Ordinal)
            ? await run.StartServerAsync((options.Sizes.Count + 2) * ConnectionsPerDatabase, cancellationToken)
            : null;
        if (server is not null && await server.DataFolderAsync(cancellationToken) is { } folder)
        {
            Room.RequireDisk(folder, options.Sizes);
        }

        await run.BeginAsync("Scale", server, options.Expected);
        var isWithin = true;
        if (server is not null)
        {
            await OnServerAsync(server, cancellationToken);
            isWithin = await BesideTrafficAsync(server, cancellationToken);
        }

        if (options.Storages.Contains(ScaleOptions.Sqlite, StringComparer.Ordinal))
        {
            Room.RequireDisk(Path.GetTempPath(), options.Sizes);
            await OnFilesAsync(cancellationToken);
        }

        foreach (var storage in options.Storages.Where(storage => !ScaleOptions.IsOnDisk(storage)))
        {
            await InMemoryAsync(storage, cancellationToken);
        }

        return await EndAsync(files, isWithin);
    }

    private async Task OnServerAsync(BenchmarkServer server, CancellationToken cancellationToken)
    {
        await using var sizes = new DisposableList<ScaledStorage>();
        foreach (var size in options.Sizes)
        {
            var rows = await DatabaseRows.FillAsync(await server.CreateDatabaseAsync(), size, cancellationToken);
            sizes.Add(new ScaledStorage(new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = rows.ConnectionString }), rows));
        }

        await MeasureAsync(ScaleOptions.PostgreSql, sizes, cancellationToken);
    }

    private async Task OnFilesAsync(CancellationToken cancellationToken)
    {
        await using var sizes = new DisposableList<ScaledStorage>();
        foreach (var size in options.Sizes)
        {
            var rows = await FileRows.FillAsync(size, cancellationToken);
            sizes.Add(new ScaledStorage(rows.Open(), rows));
        }

        await MeasureAsync(ScaleOptions.Sqlite, sizes, cancellationToken);
    }

    private async Task<bool> BesideTrafficAsync(BenchmarkServer server, CancellationToken cancellationToken)
    {
        if (!options.CleansUpBesideTraffic)
        {
            return true;
        }

        await using var database = await server.CreateDatabaseAsync();
        var waits = await new CleanupBesideTraffic(database.Rows, options.MaxRows, options.Rounds).RunAsync(cancellationToken);
        await run.Output.WriteLineAsync(ScaleTable.Of(waits));
        if (waits.IsOver)
        {
            await run.Error.WriteLineAsync(FormattableString.Invariant(
                $"{ScaleOptions.PostgreSql}: with a running cleanup the 99th percentile is {waits.Ratio!.Value:N1} times as high as without. The budget is {BesideCleanup.Budget:0.#}."));
        }

        return !waits.IsOver;
    }

    private async Task InMemoryAsync(string name, CancellationToken cancellationToken)
    {
        await using var sizes = new DisposableList<ScaledStorage>();
        IReadOnlyList<(string Kind, double Bytes)> bytes = [];
        foreach (var size in options.Sizes)
        {
            var storage = new InMemoryLtiStorage();
            var rows = await MemoryRows.FillAsync(storage, size, cancellationToken);
            if (name == ScaleOptions.Cache)
            {
                var cached = new CachedRows(rows);
                sizes.Add(new ScaledStorage(await cached.FillAsync(storage, cancellationToken), cached));
                bytes = cached.IsComplete ? cached.BytesPerEntry : bytes;
            }
            else
            {
                sizes.Add(new ScaledStorage(storage, rows));
                bytes = rows.BytesPerEntry;
            }
        }

        await MeasureAsync(name, sizes, cancellationToken);
        await run.Output.WriteLineAsync(ScaleTable.OfBytes(bytes));
    }

    private async Task MeasureAsync(string storage, DisposableList<ScaledStorage> sizes, CancellationToken cancellationToken)
    {
        var growths = await new Scaling(options.Rounds).RunAsync(storage, sizes.Items, cancellationToken);
        await run.Output.WriteLineAsync(ScaleTable.Of(storage, growths));
        _growths.AddRange(growths);
    }

    private async Task<int> EndAsync(OutputFiles files, bool isWithin)
    {
        await run.EndAsync();
        await files.WriteAsync([.. _growths.SelectMany(ScaledResult.Of)], Draw);
        foreach (var growth in _growths.Where(growth => growth.IsTooMuch))
        {
            isWithin = false;
            await run.Error.WriteLineAsync(FormattableString.Invariant(
                $"{growth.Storage}: {growth.Series.Name} takes {growth.Ratio.Value:N1} times as long among {growth.Sizes[^1]:N0} rows as among {growth.Sizes[0]:N0}. The budget is {growth.Budget:0.#}."));
        }

        return isWithin ? 0 : 1;
    }

    private void Draw(DirectoryInfo folder)
    {
        foreach (var growths in _growths.GroupBy(growth => growth.Storage, StringComparer.Ordinal))
        {
            ScalePlots.Draw(folder, growths.Key, [.. growths]);
        }
    }
}
