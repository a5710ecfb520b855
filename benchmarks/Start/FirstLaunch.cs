using System.Diagnostics;
using System.Text.Json;

namespace Lti.Storage.Benchmarks;

/// <summary>Runs the first launch of a process that <see cref="StartMode"/> started.</summary>
/// <remarks>It does the work of a serverless function before its first answer. No other code of this program runs before it.</remarks>
internal static class FirstLaunch
{
    /// <summary>The first argument of the process. The contender's name follows.</summary>
    public const string Argument = "first-launch";

    private const int Connections = 1;
    private const int Launches = 20;

    private static readonly TimeSpan _lifetime = TimeSpan.FromHours(1);

    /// <summary>Launches and writes a <see cref="StartedProcess"/> as one line of JSON.</summary>
    /// <returns>The exit code. On failure the error line is written as the whole command writes it.</returns>
    public static async Task<int> RunAsync(string name, TextWriter output, TextWriter error)
    {
        try
        {
            await output.WriteLineAsync(JsonSerializer.Serialize(await MeasureAsync(name)));
            return 0;
        }
        catch (Exception e) when (Ending.Of(e) is { } ending)
        {
            await error.WriteLineAsync(ending.Line);
            return ending.Code;
        }
    }

    private static async Task<StartedProcess> MeasureAsync(string name)
    {
        var begun = TimeProvider.System.GetTimestamp();
        var sinceStart = TimeProvider.System.GetUtcNow().UtcDateTime - Process.GetCurrentProcess().StartTime.ToUniversalTime();
        await using var contender = Contender.OnServer.TryGetValue(name, out var open)
            ? open(SharedDatabase.ConnectionString, Connections)
            : throw new RefusedException($"There is no contender '{name}'. The contenders are {string.Join(", ", Contender.OnServer.Keys)}.");
        var constructed = TimeProvider.System.GetElapsedTime(begun);

        // A request has a token that is never cancelled in most cases.
        using var request = new CancellationTokenSource();
        await LaunchAsync(contender, request.Token);
        var launched = TimeProvider.System.GetElapsedTime(begun);
        for (var next = 2; next < Launches; next++)
        {
            await LaunchAsync(contender, request.Token);
        }

        var before = TimeProvider.System.GetTimestamp();
        await LaunchAsync(contender, request.Token);
        return new StartedProcess(
            sinceStart.TotalMilliseconds,
            constructed.TotalMilliseconds,
            launched.TotalMilliseconds,
            TimeProvider.System.GetElapsedTime(before).TotalMilliseconds,
            Environment.WorkingSet,
            AppDomain.CurrentDomain.GetAssemblies().Length);
    }

    private static async Task LaunchAsync(IContender contender, CancellationToken cancellationToken)
    {
        var nonce = Stock.NewNonces(1)[0];
        await contender.StoreNonceAsync(nonce, _lifetime, cancellationToken);
        if (await contender.FindLaunchAsync(Stock.Key(client: 1), cancellationToken) is not { IsFound: true }
            || await contender.CompleteLaunchAsync(nonce, Payload.Session(), _lifetime, cancellationToken) != NonceOutcome.Consumed)
        {
            throw new WrongAnswerException("launch");
        }
    }
}
