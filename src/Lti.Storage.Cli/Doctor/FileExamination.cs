using Lti.Storage.Cli.Connecting;
using Lti.Storage.Cli.Doctor.Checks;
using Lti.Storage.Cli.Doctor.FileChecks;
using Microsoft.Data.Sqlite;

namespace Lti.Storage.Cli.Doctor;

/// <summary>Runs the checks of an SQLite file.</summary>
internal static class FileExamination
{
    private static readonly ICheck<ExaminedFile>[] _checks =
    [
        new FileSchemaCheck(),
        new IntegrityCheck(),
        new FileTablesCheck(),
        new WritingCheck(),
        new PermissionsCheck(),
        new DiskCheck(),
        new JournalCheck(),
        new SynchronousCheck(),
        new VacuumCheck(),
        new FileExpiredRowsCheck(),
        new FileIssuersCheck(),
        new FileStatusCheck(),
    ];

    public static async Task<IReadOnlyList<FindingShape>> RunAsync(SqliteDatabase database, CancellationToken cancellationToken)
    {
        // A foreign file ends the run here: none of the checks has a meaning for it.
        var status = await database.Schema.GetStatusAsync(cancellationToken).ConfigureAwait(false);
        var schema = new ExaminedSchema(database.SchemaName, database.SchemaTitle, status, Problem: null);
        using var connection = database.File.OpenUnchecked();
        return await new Examination<ExaminedFile>(new ExaminedFile(connection, database.File, schema), schema.HasTables, Refusal)
            .RunAsync(_checks, cancellationToken).ConfigureAwait(false);
    }

    private static Finding? Refusal(Exception error) => error switch
    {
        SqliteException refused => Finding.Warning(
            $"Not checked: SQLite refused with error {refused.SqliteExtendedErrorCode}.", "Mend the other findings first."),
        LtiStorageException refused => Finding.Problem(
            LibraryMessage.InToolWords(refused.Message), "Mend this first, then run the doctor again."),
        _ => null,
    };
}
