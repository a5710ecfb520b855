using System.Diagnostics;
using System.Globalization;

namespace Lti.Storage.Cli.Tests.Running;

/// <summary>A process that a test watches and speaks with. Ended with the test.</summary>
internal sealed class RunningTool(Process process) : IAsyncDisposable
{
    public StreamWriter Input => process.StandardInput;

    public StreamReader Output => process.StandardOutput;

    public StreamReader Errors => process.StandardError;

    /// <summary>Sends a signal, as a terminal or a scheduler does.</summary>
    public async Task SignalAsync(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<int> ExitAsync()
    {
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }

    /// <summary>Reads standard output until a text has come; what a terminal shows has no line ends where a question stands.</summary>
    public async Task<string> ReadOutputUntilAsync(string text)
    {
        var read = new System.Text.StringBuilder();
        var buffer = new char[256];
        while (!read.ToString().Contains(text, StringComparison.Ordinal))
        {
            var count = await Output.ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.True(count > 0, $"It ended without '{text}': {read}");
            read.Append(buffer, 0, count);
        }

        return read.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
    }
}
