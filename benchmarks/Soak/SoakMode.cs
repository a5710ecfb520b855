using System.Globalization;
using System.Text;
using Lti.Storage.Caching;
using Lti.Storage.PostgreSql;

namespace Lti.Storage.Benchmarks;

/// <summary>Whether anything grows while launches come and go.</summary>
internal sealed class SoakMode(Run run, SoakOptions options)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var files = OutputFiles.Reserve(options.Json, options.Plots);
        await using var server = await run.StartServerAsync(options.Connections + 10, cancellationToken);
        await run.BeginAsync($"{options.Rate} launches a second, with cleanup beside them", server, options.Duration);
        await using var database = await server.CreateDatabaseAsync();
        await database.Rows.ResetAsync(cancellationToken);
        var provider = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = database.Rows.ConnectionString, MaxPoolSize = options.Connections });
        await using var storage = provider.WithCaching(new CachingOptions { SessionCacheBytes = options.CachedSessions * 16_384L }, provider);
        var soaking = new Soaking(storage, database.Rows, options);
        await soaking.RunAsync(cancellationToken);
        return await EndAsync(files, soaking.Samples);
    }

    private async Task<int> EndAsync(OutputFiles files, IReadOnlyList<SoakSample> samples)
    {
        var verdicts = Sampler.Gauges.Select(gauge => (Gauge: gauge, Verdict: gauge.Judge([.. samples.Select(sample => sample.Figures[gauge.Name])]))).ToList();
        await run.Output.WriteLineAsync(Table(samples, verdicts));
        await run.EndAsync();
        await files.WriteAsync(samples, folder => SoakPlots.Draw(folder, samples));
        foreach (var (gauge, verdict) in verdicts.Where(one => one.Verdict.Grows))
        {
            await run.Error.WriteLineAsync(
                $"It grows: {gauge.Name} rose by {Text(gauge, verdict.Trend.Rise)} in the second half, where it may by {Text(gauge, verdict.Allowed)}.");
        }

        return verdicts.Exists(one => one.Verdict.Grows) ? 1 : 0;
    }

    private static string Table(IReadOnlyList<SoakSample> samples, IReadOnlyList<(Gauge Gauge, GaugeVerdict Verdict)> verdicts)
    {
        var table = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{samples[^1].Launches:N0} launches, {samples.Count} samples.\n\n")
            .Append("| Figure | Median of the second half | Rise in it | at least (97.5 %) | Allowed | |\n|---|---:|---:|---:|---:|---|\n");
        foreach (var (gauge, verdict) in verdicts)
        {
            table.Append(CultureInfo.InvariantCulture, $"| {gauge.Name} | {Text(gauge, verdict.Median)} | {Text(gauge, verdict.Trend.Rise)} ")
                .Append(CultureInfo.InvariantCulture, $"| {Text(gauge, verdict.Trend.LeastRise)} | {Text(gauge, verdict.Allowed)} | {(verdict.Grows ? "**grows**" : "steady")} |\n");
        }

        return table.ToString();
    }

    private static string Text(Gauge gauge, double figure)
        => gauge.IsBytes ? (figure < 0 ? "-" : "") + Units.Bytes(Math.Abs(figure)) : figure.ToString("0.#", CultureInfo.InvariantCulture);
}
