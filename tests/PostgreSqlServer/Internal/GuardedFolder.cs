using System.Collections.Concurrent;
using System.Diagnostics;

namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Owns a temporary folder and the server in it, and removes both on disposal and when the process ends.</summary>
/// <remarks>
/// A shell script waits for the end of a pipe that only this process holds. Disposal uses the same script, so every test covers it.
/// </remarks>
internal sealed class GuardedFolder : IAsyncDisposable
{
    // If the garbage collector closed the pipe, the guard would end a server that is still in use.
    private static readonly ConcurrentDictionary<GuardedFolder, Process> _guards = new();

    private readonly ServerAccount _account;

    private GuardedFolder(string path, ServerAccount account)
    {
        FullPath = path;
        _account = account;
    }

    public string FullPath { get; }

    /// <param name="prefix">The start of the folder's name.</param>
    /// <param name="pidFile">The path in the folder of the file with the server's process ID.</param>
    /// <param name="signal">The signal that ends the server.</param>
    /// <param name="mayBeInMemory">Whether the folder may be lost when the machine fails.</param>
    /// <param name="cancellationToken">Cancels the creation.</param>
    public static async Task<GuardedFolder> CreateAsync(
        string prefix, string pidFile, string signal, bool mayBeInMemory, CancellationToken cancellationToken)
    {
        var account = await ServerAccount.ChooseAsync(cancellationToken);
        var path = (mayBeInMemory ? MemoryFolder.TryCreate(prefix) : null) ?? Directory.CreateTempSubdirectory(prefix).FullName;
        var folder = new GuardedFolder(path, account);
        _guards[folder] = await GuardAsync(folder.FullPath, folder.File(pidFile), signal);
        await account.OwnAsync(folder.FullPath, cancellationToken);
        return folder;
    }

    public string File(string name) => Path.Combine(FullPath, name);

    /// <summary>Writes a file that the server's account owns.</summary>
    public async Task WriteAsync(string name, string text, CancellationToken cancellationToken)
    {
        await System.IO.File.WriteAllTextAsync(File(name), text, cancellationToken);
        await _account.OwnAsync(File(name), cancellationToken);
    }

    public ProcessStartInfo Prepare(string program, params IEnumerable<string> arguments) =>
        _account.Prepare(program, arguments, FullPath);

    /// <summary>Runs a program in the folder as the server's account.</summary>
    public Task<CommandResult> RunAsync(string program, IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        Command.RunAsync(Prepare(program, arguments), cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_guards.TryRemove(this, out var guard))
        {
            using (guard)
            {
                guard.StandardInput.Close();
                await guard.StandardOutput.ReadToEndAsync();
            }
        }
    }

    private static async Task<Process> GuardAsync(string folder, string pidFile, string signal)
    {
        using var script = new StreamReader(typeof(GuardedFolder).Assembly.GetManifestResourceStream("guard.sh")!);
        var start = new ProcessStartInfo("sh", ["-c", await script.ReadToEndAsync(), "guard", folder, pidFile, signal])
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }
}
