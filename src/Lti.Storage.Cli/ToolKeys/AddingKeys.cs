using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Parsing;

namespace Lti.Storage.Cli.ToolKeys;

/// <summary>What the commands that add a key have in common: the options, the protector and the errors.</summary>
internal static class AddingKeys
{
    private static readonly Option<int?> _announceHours = Inputs.Number(
        "--announce-hours",
        "The program's option AnnounceFor in hours: the key is published so long before it signs. [default: 48]",
        1,
        8760);

    public static Command Adds(this Command command, Func<ToolKeyRing, CommandRun, CancellationToken, Task> add)
    {
        command.Add(_announceHours);
        command.Add(ProtectionOptions.Keys);
        command.Add(ProtectionOptions.ApplicationName);
        command.Add(ProtectionOptions.AllowUnprotected);
        return command.Runs((run, cancellationToken) => RunAsync(run, add, cancellationToken));
    }

    private static async Task<int> RunAsync(
        CommandRun run, Func<ToolKeyRing, CommandRun, CancellationToken, Task> add, CancellationToken cancellationToken)
    {
        var protector = ProtectionOptions.Require(run);
        var database = Database.Open(run, new LtiStorageOptions { AllowUnprotectedSecrets = protector is null });
        await using (database.ConfigureAwait(false))
        {
            Database.Announce(run);
            try
            {
                await RequireReadableAsync(database, protector, cancellationToken).ConfigureAwait(false);
                using var ring = KeyRing.Create(database, CreateOptions(run), protector);
                await add(ring, run, cancellationToken).ConfigureAwait(false);
                return ExitCode.Done;
            }
            catch (LtiSecretException e)
            {
                throw new RefusedException(e.Message);
            }
        }
    }

    /// <summary>Creates the options of the ring. The start of a key follows from the time of its announcement alone.</summary>
    private static ToolKeyOptions CreateOptions(CommandRun run)
    {
        var options = new ToolKeyOptions { RotateEvery = TimeSpan.FromDays(3650), KeySize = RotateKeys.KeySize(run) };
        options.AnnounceFor = run.Value(_announceHours) is { } hours ? TimeSpan.FromHours(hours) : options.AnnounceFor;
        return options;
    }

    /// <summary>Requires a protector that reads the stored keys. The program could not read a key of another one.</summary>
    private static async Task RequireReadableAsync(IDatabase database, ISecretProtector? protector, CancellationToken cancellationToken)
    {
        if (protector is null)
        {
            return;
        }

        var keys = await database.Storage.GetService<IToolKeyStorage>()!.ListToolKeysAsync(cancellationToken).ConfigureAwait(false);
        if (UnreadableKeys.Find(keys, protector) is [var first, ..])
        {
            throw new RefusedException(
                $"--data-protection-keys and --application-name can't read the stored key '{first}', so they are not the program's. "
                    + "Nothing was stored. If the program's keys are lost, revoke this key first with lti-storage keys revoke.");
        }
    }
}
