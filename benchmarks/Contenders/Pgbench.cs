using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Lti.Storage.Benchmarks;

/// <summary>Runs pgbench, the benchmark program of PostgreSQL.</summary>
/// <remarks>It sends prepared statements and ignores the answers. It opens at most as many connections as a pool.</remarks>
internal sealed partial class Pgbench(string program)
{
    public const string Name = "pgbench";

    // Linux limits an argument to 128 KiB of UTF-8. This bound counts characters.
    private const int LongestArgument = 30_000;

    /// <summary>Finds pgbench of the newest PostgreSQL on the machine. Returns null when there is none.</summary>
    public static Pgbench? Find()
    {
        var packaged = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
            : Enumerable.Empty<string>();
        return packaged.Select(folder => Path.Combine(folder, "bin"))
            .Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
            .Select(folder => Path.Combine(folder, Name))
            .Where(File.Exists)
            .Select(found => new Pgbench(found))
            .FirstOrDefault();
    }

    /// <summary>Runs a script a number of times per client.</summary>
    public async Task<Taken> RunAsync(PgbenchScript script, string connectionString, string run, int clients, int calls, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("lti-pgbench-");
        try
        {
            var file = Path.Combine(folder.FullName, "script.sql");
            string[] document = [.. Encoding.UTF8.GetString(Payload.Session().Utf8Document.Span).Chunk(LongestArgument).Select(piece => new string(piece))];
            await File.WriteAllTextAsync(file, script.WithDocumentOf(document.Length).Text, cancellationToken);
            var said = await RunAsync(Prepare(connectionString, file, run, document, clients, calls), cancellationToken);
            var latencies = folder.EnumerateFiles("log.*").SelectMany(log => File.ReadLines(log.FullName)).Select(Nanoseconds).ToList();
            var rate = double.Parse(Rate().Match(said).Groups["rate"].Value, CultureInfo.InvariantCulture);
            return new Taken(latencies.Count, TimeSpan.FromSeconds(latencies.Count / rate), Cpu: null, Bytes: null, latencies);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The third word of a line is the duration of a transaction in microseconds.
    private static long Nanoseconds(string line) => 1000 * long.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture);

    private static async Task<string> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        using var process = Process.Start(start)!;
        try
        {
            var said = process.StandardOutput.ReadToEndAsync(cancellationToken);
            var errors = await process.StandardError.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return process.ExitCode == 0 ? await said : throw new RefusedException($"pgbench failed with exit code {process.ExitCode}: {errors.Trim()}");
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            throw;
        }
    }

    private ProcessStartInfo Prepare(string connectionString, string file, string run, string[] document, int clients, int calls)
    {
        var to = new NpgsqlConnectionStringBuilder(connectionString);
        string[] arguments =
        [
            "--no-vacuum", "--protocol=prepared", "--file", file, "--log", "--log-prefix", Path.Combine(Path.GetDirectoryName(file)!, "log"),
            "--client", Number(clients), "--jobs", Number(Math.Min(clients, Environment.ProcessorCount)), "--transactions", Number(calls),
            "--define", "call=0", "--define", $"run={run}",
            .. document.SelectMany((piece, i) => new[] { "--define", $"{PgbenchScript.DocumentPiece(i)}={piece}" }),
        ];
        return new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["PGHOST"] = to.Host,
                ["PGPORT"] = Number(to.Port),
                ["PGDATABASE"] = to.Database,
                ["PGUSER"] = to.Username,
                ["PGPASSWORD"] = to.Password,
                ["PGSSLMODE"] = to.SslMode switch
                {
                    SslMode.VerifyCA => "verify-ca",
                    SslMode.VerifyFull => "verify-full",
                    var mode => mode.ToString().ToLowerInvariant(),
                },
                ["PGGSSENCMODE"] = "disable",
                ["PGOPTIONS"] = "-c synchronous_commit=on",
            },
        };
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"tps = (?<rate>[\d.]+) \(without initial connection time\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Rate();
}
