using System.Globalization;
using Lti.Storage.Cli.Doctor.Checks;

namespace Lti.Storage.Cli.Doctor.FileChecks;

/// <summary>Checks that the file has a write-ahead log, and that the log does not grow without end.</summary>
internal sealed class JournalCheck : ICheck<ExaminedFile>
{
    private const long Megabyte = 1024 * 1024;
    private const long Long = 64 * Megabyte;

    public string Name => "wal";

    public bool NeedsTables => true;

    public Task<IReadOnlyList<Finding>> FindAsync(ExaminedFile database, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Finding>>([Find(database)]);

    private static Finding Find(ExaminedFile database)
    {
        if (database.ReadText("PRAGMA journal_mode") is not "wal" and var mode)
        {
            return Finding.Warning(
                $"The journal mode is {mode}. Readers and the writer wait for each other until the tool turns the log on.",
                "Let no other program change the journal mode. The next write of the tool sets it to wal.");
        }

        var log = new FileInfo($"{database.File.Path}-wal");
        var size = log.Exists ? log.Length : 0;
        var sentence = string.Create(CultureInfo.InvariantCulture, $"The write-ahead log has {size / Megabyte} MB.");
        return size <= Long
            ? Finding.Ok(sentence)
            : Finding.Warning(
                $"{sentence} It can't be copied into the file while a program reads for a long time.",
                "End long reads of other programs, such as an open sqlite3 shell.");
    }
}
