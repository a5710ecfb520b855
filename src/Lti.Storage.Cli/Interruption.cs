using System.Runtime.InteropServices;

namespace Lti.Storage.Cli;

/// <summary>Turns signals that ask the process to end into a cancelled token.</summary>
/// <remarks>
/// The first signal asks the command to end. The second is ignored: <c>timeout</c> sends SIGTERM twice, to the process and to its group.
/// The third ends the process.
/// </remarks>
internal static class Interruption
{
    private const int LastIgnored = 2;

    private static readonly CancellationTokenSource _source = new();

    // A registration ends when it is collected. A late signal must not change the exit code, so these live as long as the process.
    private static PosixSignalRegistration[] _registrations = [];
    private static int _signals;

    /// <summary>Starts to listen for SIGINT, SIGTERM and SIGHUP.</summary>
    /// <returns>A token that the first signal cancels.</returns>
    public static CancellationToken Listen()
    {
        PosixSignal[] signals = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];
        _registrations = [.. signals.Select(signal => PosixSignalRegistration.Create(signal, Count))];
        return _source.Token;
    }

    private static void Count(PosixSignalContext signal)
    {
        var number = Interlocked.Increment(ref _signals);
        signal.Cancel = number <= LastIgnored;
        if (number == 1)
        {
            _source.Cancel();
        }
    }
}
