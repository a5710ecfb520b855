using System.CommandLine;
using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Doctor.Checks;
using Lti.Storage.Cli.Doctor.KeyChecks;
using Lti.Storage.Cli.Parsing;
using Lti.Storage.Cli.ToolKeys;

namespace Lti.Storage.Cli.Doctor;

/// <summary>Runs the checks of the tool keys, which are the same for a server and a file.</summary>
internal static class KeyExamination
{
    private static readonly ICheck<ExaminedKeys>[] _checks = [new RotationCheck(TimeProvider.System), new ProtectionCheck()];

    /// <summary>The time that a key signs, as the program's option says.</summary>
    public static Option<int?> RotateDays { get; } = Inputs.Number(
        "--rotate-days", "The program's option RotateEvery in days. [default: 90]", 1, 3650);

    public static async Task<IReadOnlyList<FindingShape>> RunAsync(
        IDatabase database, CommandRun run, ISecretProtector? protector, CancellationToken cancellationToken)
    {
        // Other checks report what is wrong with the tables.
        if (!(await ExaminedSchema.ReadAsync(database, cancellationToken).ConfigureAwait(false)).HasTables)
        {
            return [];
        }

        try
        {
            var options = new ToolKeyOptions();
            using var ring = KeyRing.CreateReader(database, options.RetireFor);
            var examined = new ExaminedKeys(
                await database.Storage.GetService<IToolKeyStorage>()!.ListToolKeysAsync(cancellationToken).ConfigureAwait(false),
                await ring.ListAsync(cancellationToken).ConfigureAwait(false),
                protector,
                run.Value(RotateDays) is { } days ? TimeSpan.FromDays(days) : options.RotateEvery,
                options.AnnounceFor);
            return await new Examination<ExaminedKeys>(examined, hasTables: true, static _ => null)
                .RunAsync(_checks, cancellationToken).ConfigureAwait(false);
        }
        catch (LtiStorageException refused)
        {
            var message = LibraryMessage.InToolWords(refused.Message);
            return [new FindingShape(_checks[0].Name, FindingStatus.Warning, $"Not checked: {message}", "Mend the other findings first.")];
        }
    }
}
