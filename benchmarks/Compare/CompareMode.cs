namespace Lti.Storage.Benchmarks;

/// <summary>Measures the hot operations of all contenders.</summary>
internal sealed class CompareMode(Run run, CompareOptions options)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var files = OutputFiles.Reserve(options.Json, options.Plots);
        Payload.SetCustomParameters(options.CustomParameters);
        Operation[] operations = [.. Operations.All.Where(operation => options.Operations.Contains(operation.Name, StringComparer.Ordinal))];
        var pgbench = Pgbench.Find();
        string[] names = [.. Contender.Names.Where(name => IsChosen(name) && (name != Pgbench.Name || pgbench is not null))];
        string[] onServer = [.. names.Where(Contender.IsOnServer)];

        // Each contender needs its pool, two connections for making rows and one for the cache's listener.
        // Counting round trips needs one more pool.
        await using var server = onServer is [] ? null : await run.StartServerAsync((onServer.Length + 1) * (options.Connections + 3), cancellationToken);
        await run.BeginAsync("Compare", server, options.Expected);
        if (pgbench is null && IsChosen(Pgbench.Name))
        {
            await run.Output.WriteLineAsync("pgbench is not installed on this machine. The table lacks the physical limit.\n");
        }

        await using var contestants = new DisposableList<Contestant>();
        foreach (var name in names)
        {
            contestants.Add(Contender.InMemory.ContainsKey(name)
                ? new MemoryContestant(name)
                : Contender.OnFile.ContainsKey(name) ? new FileContestant(name)
                : await OpenAsync(server!, name, pgbench));
        }

        var comparison = new Comparison(options, contestants.Items);
        var results = new List<ComparedResult>();
        var missed = new List<CompareVerdict>();
        foreach (var operation in operations)
        {
            var measured = await comparison.RunAsync(operation, cancellationToken);
            await run.Output.WriteLineAsync(CompareTable.Of(operation, measured));
            var verdicts = CompareVerdict.Of(measured);
            await run.Output.WriteLineAsync(CompareVerdict.Table(verdicts));
            missed.AddRange(verdicts.Where(verdict => verdict.IsMissed));
            results.AddRange(measured);
        }

        await run.EndAsync();
        await files.WriteAsync(results, folder => ComparePlots.Draw(folder, results));
        foreach (var verdict in missed)
        {
            await run.Error.WriteLineAsync(
                $"{verdict.Result.Operation}, {verdict.Result.Contender}, {verdict.Result.Callers} callers: {verdict.Measured}. The budget is {verdict.Budget}.");
        }

        return missed is [] ? 0 : 1;
    }

    private bool IsChosen(string name) => options.Contenders.Contains(name, StringComparer.Ordinal)
        && options.Storages.Any(storage => Contender.ByStorage[storage].Contains(name, StringComparer.Ordinal));

    private async Task<Contestant> OpenAsync(BenchmarkServer server, string name, Pgbench? pgbench)
    {
        // The token is not passed on, because an interrupted creation would leave a database behind.
        var database = await server.CreateDatabaseAsync();
        try
        {
            return name == Pgbench.Name
                ? new PgbenchContestant(pgbench!, database, options.Connections)
                : new ServerContestant(name, database, options.Connections);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }
}
