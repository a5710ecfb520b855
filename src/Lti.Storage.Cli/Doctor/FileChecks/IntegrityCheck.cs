using Lti.Storage.Cli.Doctor.Checks;

namespace Lti.Storage.Cli.Doctor.FileChecks;

/// <summary>Checks every page, index and reference of the file.</summary>
internal sealed class IntegrityCheck : ICheck<ExaminedFile>
{
    private const string Advice
        = "Stop the programs that use the file, and restore a backup. If there is none, sqlite3 can save what is readable with .recover.";

    public string Name => "integrity";

    public bool NeedsTables => false;

    public Task<IReadOnlyList<Finding>> FindAsync(ExaminedFile database, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            var damages = database.Read("PRAGMA integrity_check(3)", static row => row.GetString(0));
            var orphans = damages is ["ok"] ? database.Read("PRAGMA foreign_key_check", static row => row.GetString(0)) : [];
            return (IReadOnlyList<Finding>)(
                damages is not ["ok"] ? [.. damages.Select(damage => Finding.Problem($"The file is damaged: {damage}.", Advice))]
                : orphans.Count > 0 ? [Finding.Problem($"{orphans.Count} rows of {orphans[0]} belong to no row.", Advice)]
                : [Finding.Ok("Every page, index and reference is sound.")]);
        },
        cancellationToken);
}
