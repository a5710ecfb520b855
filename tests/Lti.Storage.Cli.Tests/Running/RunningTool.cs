using System.Diagnostics;
using System.Globalization;

namespace Lti.Storage.Cli.Tests.Running;

/// <summary>A process that a test watches. It ends with the test or after its time limit.</summary>
internal sealed class RunningTool : IAsyncDisposable
{
    // A test that waits for output or for the end of a hung process fails after this time.
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly Timer _watchdog;

    public RunningTool(Process process)
    {
        _process = process;
        _watchdog = new Timer(_ => Kill(), state: null, _limit, Timeout.InfiniteTimeSpan);
    }

    public StreamWriter Input => _process.StandardInput;

    public StreamReader Output => _process.StandardOutput;

    public StreamReader Errors => _process.StandardError;

    /// <summary>Sends a signal.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    /// <summary>Reads the rest of both streams and waits for the end.</summary>
    public async Task<ToolRun> EndAsync()
    {
        var output = Output.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = Errors.ReadToEndAsync(TestContext.Current.CancellationToken);
        var exitCode = await ExitAsync();
        return new(exitCode, await output, await errors);
    }

    /// <summary>Reads lines of standard error until one begins with a text.</summary>
    public async Task<string> ReadErrorLineAsync(string beginning)
    {
        while (await Errors.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new InvalidOperationException($"Standard error ended without a line that begins with '{beginning}'.");
    }

    /// <summary>Reads standard output until a text has come. A question has no line end.</summary>
    public async Task<string> ReadOutputUntilAsync(string text)
    {
        var read = new System.Text.StringBuilder();
        var buffer = new char[256];
        while (!read.ToString().Contains(text, StringComparison.Ordinal))
        {
            var count = await Output.ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.True(count > 0, $"The output ended without '{text}': {read}");
            read.Append(buffer, 0, count);
        }

        return read.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        await _watchdog.DisposeAsync();
        Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }
}
