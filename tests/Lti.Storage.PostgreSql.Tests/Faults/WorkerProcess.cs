using System.Diagnostics;
using System.Globalization;

namespace Lti.Storage.PostgreSql.Tests.Faults;

/// <summary>Runs the program in <c>tests/FaultWorker</c> as another process.</summary>
/// <remarks>It reads its connection string and commands from its standard input line by line.</remarks>
internal sealed class WorkerProcess : IAsyncDisposable
{
    /// <summary>A process that prints nothing for this long is killed, which ends the wait.</summary>
    private static readonly TimeSpan _timeout = TimeSpan.FromMinutes(FaultRun.Times(3, 15));

    private readonly Process _process;
    private readonly Task<string> _errors;

    private WorkerProcess(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync(Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static WorkerProcess Start(params string[] arguments) => new(
        Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Lti.Storage.FaultWorker.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);

    /// <summary>Waits until the process asks for the next line.</summary>
    public async Task ReadyAsync() => Assert.Equal("ready", await ReadAsync());

    public async Task TellAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), Token);
        await _process.StandardInput.FlushAsync(Token);
    }

    /// <summary>Reads the next line that the process prints.</summary>
    public async Task<string> ReadAsync()
    {
        using var limit = KillLater();
        var line = await _process.StandardOutput.ReadLineAsync(Token);
        if (line is null)
        {
            Assert.Fail($"The process ended early, or was killed because it printed nothing for {_timeout.TotalMinutes} minutes: {await _errors}");
        }

        return line;
    }

    /// <summary>Reads the next line that the process prints. Null after its end.</summary>
    public async Task<string?> TryReadAsync()
    {
        using var limit = KillLater();
        return await _process.StandardOutput.ReadLineAsync(Token);
    }

    /// <summary>Reads the next line of numbers that the process prints.</summary>
    public async Task<int[]> ReadNumbersAsync()
        => [.. (await ReadAsync()).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(number => int.Parse(number, CultureInfo.InvariantCulture))];

    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(Token);
    }

    /// <summary>Closes the standard input and waits for a successful exit.</summary>
    public async Task EndAsync()
    {
        _process.StandardInput.Close();
        using var limit = KillLater();
        await _process.WaitForExitAsync(Token);
        var errors = await _errors;
        Assert.True(_process.ExitCode == 0 && errors.Length == 0, errors);
    }

    public ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private CancellationTokenSource KillLater()
    {
        var limit = new CancellationTokenSource(_timeout);
        limit.Token.Register(_process.Kill);
        return limit;
    }
}
