using System.Globalization;
using Lti.Storage.Cli.Doctor.Checks;

namespace Lti.Storage.Cli.Doctor.FileChecks;

/// <summary>Checks that the disk has room and keeps its data over a restart.</summary>
/// <param name="readSpace">Reads the free bytes and the kind of file system of a folder. Tests replace it.</param>
internal sealed class DiskCheck(Func<string, (long FreeBytes, string Format)> readSpace) : ICheck<ExaminedFile>
{
    private const long Megabyte = 1024 * 1024;
    private const long Little = 200 * Megabyte;
    private const long VeryLittle = 20 * Megabyte;
    private const string Advice = "Free some space, or move the file with lti-storage backup. Writes fail on a full disk.";

    private static readonly string[] _inMemory = ["tmpfs", "ramfs"];

    public DiskCheck()
        : this(ReadSpace)
    {
    }

    public string Name => "disk";

    public bool NeedsTables => false;

    public Task<IReadOnlyList<Finding>> FindAsync(ExaminedFile database, CancellationToken cancellationToken)
        => Task.FromResult<IReadOnlyList<Finding>>([Find(database)]);

    private Finding Find(ExaminedFile database)
    {
        var (free, format) = readSpace(database.Folder);
        var size = new FileInfo(database.File.Path).Length;
        var sentence = string.Create(
            CultureInfo.InvariantCulture, $"The file has {size / Megabyte} MB, and its disk {free / Megabyte} MB of free space.");
        return free < VeryLittle ? Finding.Problem(sentence, Advice)
            : free < Little ? Finding.Warning(sentence, Advice)
            : _inMemory.Contains(format, StringComparer.Ordinal) ? Finding.Warning(
                $"The file is in memory ({format}). A restart of the machine loses it.", "Move it to a disk with lti-storage backup.")
            : Finding.Ok(sentence);
    }

    private static (long FreeBytes, string Format) ReadSpace(string folder)
    {
        var drive = new DriveInfo(folder);
        return (drive.AvailableFreeSpace, drive.DriveFormat);
    }
}
