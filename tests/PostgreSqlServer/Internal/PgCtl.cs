using System.Globalization;

namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Runs <c>pg_ctl</c> on one data directory.</summary>
internal sealed class PgCtl(PostgreSqlBinaries binaries, DataDirectory data, TimeSpan timeout)
{
    public string LogFile { get; } = data.Guarded.File("server.log");

    /// <summary>Starts the server. Returns false when the log has the given transient reason, and throws on any other failure.</summary>
    public async Task<bool> TryStartAsync(string passingReason, CancellationToken cancellationToken)
    {
        var before = (await ReadLogAsync(cancellationToken)).Length;
        var started = await RunAsync(["start", "-l", LogFile], cancellationToken);
        if (started.Succeeded)
        {
            return true;
        }

        var log = (await ReadLogAsync(cancellationToken))[before..];
        return log.Contains(passingReason, StringComparison.Ordinal)
            ? false
            : throw new InvalidOperationException($"PostgreSQL did not start: {started.Output.Trim()}\n{log.Trim()}");
    }

    public async Task StopAsync(StopMode mode, CancellationToken cancellationToken) =>
        (await RunAsync(["stop", "-m", Name(mode)], cancellationToken)).ThrowIfFailed("pg_ctl stop");

    public async Task PromoteAsync(CancellationToken cancellationToken) =>
        (await RunAsync(["promote"], cancellationToken)).ThrowIfFailed("pg_ctl promote");

    private static string Name(StopMode mode) => mode switch
    {
        StopMode.Smart => "smart",
        StopMode.Fast => "fast",
        StopMode.Immediate => "immediate",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "smart, fast or immediate"),
    };

    private Task<CommandResult> RunAsync(IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        var seconds = ((int)Math.Ceiling(timeout.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return data.Guarded.RunAsync(
            binaries.Program("pg_ctl"), [.. arguments, "-D", data.FullPath, "-w", "-t", seconds], cancellationToken);
    }

    private async Task<string> ReadLogAsync(CancellationToken cancellationToken) =>
        File.Exists(LogFile) ? await File.ReadAllTextAsync(LogFile, cancellationToken) : "";
}
