using Lti.Storage.Cli.Doctor.Checks;

namespace Lti.Storage.Cli.Doctor.FileChecks;

/// <summary>Checks that a cleanup can give space back to the disk.</summary>
internal sealed class VacuumCheck : ICheck<ExaminedFile>
{
    private const long Incremental = 2;

    public string Name => "auto_vacuum";

    public bool NeedsTables => true;

    public Task<IReadOnlyList<Finding>> FindAsync(ExaminedFile database, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Finding>>(
        [
            database.Read("PRAGMA auto_vacuum", static row => row.GetInt64(0))[0] == Incremental
                ? Finding.Ok("A cleanup gives free space back to the disk.")
                : Finding.Warning(
                    "auto_vacuum is not INCREMENTAL. The file never becomes smaller.",
                    "Stop the programs that use the file. Then run: PRAGMA auto_vacuum = INCREMENTAL; VACUUM;"),
        ]);
}
