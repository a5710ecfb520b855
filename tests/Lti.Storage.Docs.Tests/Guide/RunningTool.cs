using System.Diagnostics;

namespace Lti.Storage.Docs.Tests.Guide;

/// <summary>Is a started tool. Disposal ends it.</summary>
internal sealed class RunningTool : IAsyncDisposable
{
    // A start on a busy machine includes a slow build.
    private static readonly TimeSpan _timeout = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(50);

    private readonly Process _process;
    private readonly string _log;

    private RunningTool(Process process, string log, Uri address)
    {
        _process = process;
        _log = log;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts a tool and waits until it answers.</summary>
    public static async Task<RunningTool> StartAsync(ReaderShell shell, string command, string folder, Uri address)
    {
        var log = Path.Combine(shell.Home, $"tool-{address.Port}-{Guid.NewGuid():N}.log");
        var tool = new RunningTool(shell.Start($"exec {command} > '{log}' 2>&1", folder), log, address);
        try
        {
            await tool.WaitAsync();
            return tool;
        }
        catch
        {
            await tool.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task WaitAsync()
    {
        using var browser = new Browser(Address);
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var answer = await browser.GetAsync("/");
                return;
            }
            catch (HttpRequestException) when (!_process.HasExited && TimeProvider.System.GetElapsedTime(started) < _timeout)
            {
                await Task.Delay(_pause, TimeProvider.System);
            }
            catch (HttpRequestException e)
            {
                throw new InvalidOperationException($"The tool does not answer:\n{await File.ReadAllTextAsync(_log)}", e);
            }
        }
    }
}
