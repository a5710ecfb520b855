using System.Diagnostics;

namespace Lti.Storage.PostgreSqlServer.Tests;

/// <summary>This assembly in a process of its own, which owns a cluster and a PgBouncer until it's killed.</summary>
internal sealed class OwnerProcess(Process process) : IDisposable
{
    public const string Command = "own-a-cluster";

    public Process Process => process;

    /// <summary>What the process started: its folders, and the ports that are listened on.</summary>
    public required string[] Folders { get; init; }

    public required int[] Ports { get; init; }

    /// <summary>Starts the process; it has started its servers when this returns, or told what it lacks.</summary>
    public static async Task<StartResult<OwnerProcess>> StartAsync(CancellationToken cancellationToken)
    {
        var program = Path.ChangeExtension(typeof(OwnerProcess).Assembly.Location, null);
        var process = Process.Start(new ProcessStartInfo(program, [Command])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken);
        var told = line?.Split('\t') ?? throw new InvalidOperationException("The owner process ended at once.");
        return told.Length == 4
            ? new(new OwnerProcess(process) { Folders = told[..2], Ports = [.. told[2..].Select(int.Parse)] }, null)
            : new(null, line);
    }

    /// <summary>The process's side: starts, tells, and then stays until it's killed.</summary>
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
