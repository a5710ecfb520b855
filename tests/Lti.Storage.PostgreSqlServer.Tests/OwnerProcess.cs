using System.Diagnostics;

namespace Lti.Storage.PostgreSqlServer.Tests;

/// <summary>Runs this assembly as another process that owns a cluster and a PgBouncer until it is killed.</summary>
internal sealed class OwnerProcess(Process process) : IDisposable
{
    public const string Command = "own-a-cluster";

    public Process Process => process;

    /// <summary>Gets the folders of the servers that the process started.</summary>
    public required string[] Folders { get; init; }

    public required int[] Ports { get; init; }

    /// <summary>Starts the process and waits until its servers run. The reason says what is missing on this machine.</summary>
    public static async Task<StartResult<OwnerProcess>> StartAsync(CancellationToken cancellationToken)
    {
        var program = Path.ChangeExtension(typeof(OwnerProcess).Assembly.Location, null);
        var command = DefaultSignals.Command(program, [Command]);
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        var parts = line?.Split('\t') ?? throw new InvalidOperationException("The owner process ended before it started its servers.");
        return parts.Length == 4
            ? new(new OwnerProcess(process) { Folders = parts[..2], Ports = [.. parts[2..].Select(int.Parse)] }, null)
            : new(null, line);
    }

    /// <summary>Starts the servers and prints their folders and ports. Runs in the owner process until it is killed.</summary>
    public static async Task<int> RunAsync()
    {
        var cluster = await PostgreSqlCluster.TryStartAsync();
        var bouncer = cluster.Started ? await PgBouncer.TryStartAsync(cluster.Value.AdminConnectionString) : null;
        Console.WriteLine(bouncer?.Value is { } started
            ? $"{cluster.Value!.Folder}\t{Path.GetDirectoryName(started.LogFile)}\t{cluster.Value.Port}\t{started.Port}"
            : cluster.Reason ?? bouncer?.Reason);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}
