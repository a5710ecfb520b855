using System.Globalization;
using Lti.Storage.FaultWorker;

// The connection string arrives on standard input, because other users can read a process's arguments.
switch (args)
{
    case ["consume", var tasks, var nonces, var batches]:
        await NonceRace.RunAsync(Number(tasks), Number(nonces), bool.Parse(batches));
        return 0;
    case ["cancel", var calls, var batches, var seed]:
        await CancelledCalls.RunAsync(Number(calls), bool.Parse(batches), Number(seed));
        return 0;
    case ["migrate"]:
        await MigrationRace.RunAsync();
        return 0;
    case ["sqlite", var tasks]:
        await SqliteLaunches.RunAsync(Number(tasks));
        return 0;
    case ["rotate", var provider, var seed]:
        await Rotations.RunAsync(provider, Number(seed));
        return 0;
    case ["token", var kind]:
        await TokenRequests.RunAsync(kind);
        return 0;
    case ["keyset", var kind]:
        await KeySetFetches.RunAsync(kind);
        return 0;
    default:
        Console.Error.WriteLine("Usage: consume <tasks> <nonces> <batches> | cancel <calls> <batches> <seed> | migrate | sqlite <tasks> | rotate sqlite|postgresql <seed> | token <kind> | keyset <kind>");
        return 2;
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
