using System.Diagnostics;
using Lti.Storage.QuickStart.Tests;

namespace Lti.Storage.QuickStart.Browser.Tests;

/// <summary>Runs the sample in its own process with the in-memory storage on a free port.</summary>
internal sealed class RunningQuickStart : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private const string PasswordLabel = "Password: ";

    private readonly Process _process;
    private readonly Task _output;

    private RunningQuickStart(Process process, string address, string password)
    {
        _process = process;
        Port = new Uri(address).Port;
        Password = password;

        // Unread output would block the process.
        _output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
    }

    public int Port { get; }

    /// <summary>The address of the platforms and of the administration. To a browser it is another site than the tool's.</summary>
    public string Address => $"http://localhost:{Port}";

    /// <summary>The address of the tool.</summary>
    public string ToolAddress => $"http://127.0.0.1:{Port}";

    /// <summary>The administrator's password, as the start printed it.</summary>
    public string Password { get; }

    public static async Task<RunningQuickStart> StartAsync()
    {
        var process = QuickStartProcess.Start(["--memory", "--urls", "http://127.0.0.1:0"]);
        string? address = null, password = null;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            address ??= After(line, Listening);
            password ??= After(line, PasswordLabel);
            if (address is not null && password is not null)
            {
                return new RunningQuickStart(process, address, password);
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

    private static string? After(string line, string label) => line.IndexOf(label, StringComparison.Ordinal) is >= 0 and var at ? line[(at + label.Length)..].Trim() : null;
}
