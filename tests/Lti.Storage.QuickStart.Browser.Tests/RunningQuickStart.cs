using System.Diagnostics;
using Lti.Storage.QuickStart.Tests;

namespace Lti.Storage.QuickStart.Browser.Tests;

/// <summary>Runs the sample in its own process with the in-memory storage on a free port.</summary>
internal sealed class RunningQuickStart : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private readonly Process _process;
    private readonly Task _output;

    private RunningQuickStart(Process process, string address)
    {
        _process = process;
        Address = address;

        // Unread output would block the process.
        _output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    /// <summary>The address without a slash at the end.</summary>
    public string Address { get; }

    public static async Task<RunningQuickStart> StartAsync()
    {
        var process = QuickStartProcess.Start(["--urls", "http://127.0.0.1:0"]);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var at)
            {
                return new RunningQuickStart(process, line[(at + Listening.Length)..].Trim());
            }
        }

        throw new InvalidOperationException($"The sample did not start: {await process.StandardError.ReadToEndAsync()}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        await _output;
        _process.Dispose();
    }
}
