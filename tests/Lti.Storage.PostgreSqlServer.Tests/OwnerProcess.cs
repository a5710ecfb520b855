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

    /// <summary>Starts the process; it has started its servers when this returns.</summary>
    public static async Task<OwnerProcess> StartAsync(CancellationToken cancellationToken)
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
        return new OwnerProcess(process) { Folders = told[..2], Ports = [.. told[2..].Select(int.Parse)] };
    }

    /// <summary>The process's side: starts, tells, and then stays until it's killed.</summary>
    public static async Task<int> RunAsync()
    {
        var cluster = (await PostgreSqlCluster.TryStartAsync()).OrSkip(Console.Error.WriteLine);
        var bouncer = (await PgBouncer.TryStartAsync(cluster.AdminConnectionString)).OrSkip(Console.Error.WriteLine);
        Console.WriteLine($"{cluster.Folder}\t{Path.GetDirectoryName(bouncer.LogFile)}\t{cluster.Port}\t{bouncer.Port}");
        await Console.In.ReadToEndAsync();
        return 0;
    }

    public void Dispose()
    {
        process.Kill();
        process.Dispose();
    }
}
