using System.Diagnostics;

namespace Lti.Storage.Sqlite.Tests.Faults;

/// <summary>A small disk in memory that a test fills or makes read-only.</summary>
/// <remarks>The test needs the right to mount it.</remarks>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public string File => System.IO.Path.Combine(Path, "lti.db");

    /// <summary>Mounts a disk. Returns null if this user may not.</summary>
    public static SmallDisk? TryMount(int kilobytes)
    {
        var path = Directory.CreateTempSubdirectory("lti-disk-").FullName;
        if (OperatingSystem.IsLinux() && TryRun("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path))
        {
            return new SmallDisk(path);
        }

        Directory.Delete(path);
        return null;
    }

    public void BecomeReadOnly() => Assert.True(TryRun("mount", "-o", "remount,ro", Path));

    public void BecomeWritable() => Assert.True(TryRun("mount", "-o", "remount,rw", Path));

    public void Dispose()
    {
        Assert.True(TryRun("umount", "-l", Path));
        Directory.Delete(Path);
    }

    private static bool TryRun(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
