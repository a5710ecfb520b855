using System.Globalization;

namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Fills a cluster's data directory in its guarded folder and reads its files.</summary>
internal sealed class DataDirectory(PostgreSqlBinaries binaries, GuardedFolder folder)
{
    public const string PidFile = "data/postmaster.pid";

    public GuardedFolder Guarded => folder;

    public string FullPath { get; } = folder.File("data");

    /// <summary>Creates an empty cluster from an initialized data directory.</summary>
    public async Task InitializeAsync(
        InitializedData initialized, IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellationToken)
    {
        (await folder.RunAsync("cp", ["-R", initialized.Folder.File("data"), FullPath], cancellationToken)).ThrowIfFailed("cp");
        var own = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = folder.FullPath,
            // Keep the segments in the folder, which is removed. A killed server would leave them in /dev/shm.
            ["dynamic_shared_memory_type"] = "mmap",
        };
        await File.AppendAllTextAsync(
            Path.Combine(FullPath, "postgresql.conf"), ServerSettings.Lines(own.Concat(settings)), cancellationToken);
    }

    /// <summary>Copies the running primary for a standby.</summary>
    public async Task CopyAsync(PostgreSqlCluster primary, string password, string name, CancellationToken cancellationToken)
    {
        var source = $"host=127.0.0.1 port={primary.Port} user=postgres application_name={name}";
        var start = folder.Prepare(
            binaries.Program("pg_basebackup"), "-d", source, "-D", FullPath, "-R", "-X", "stream", "-c", "fast", "--no-sync");
        start.Environment["PGPASSWORD"] = password;
        (await Command.RunAsync(start, cancellationToken)).ThrowIfFailed("pg_basebackup");
        var own = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["unix_socket_directories"] = folder.FullPath,
            // After promotion, the standby must not wait for its primary's standbys.
            ["synchronous_standby_names"] = "",
        };
        await OverrideAsync(own, cancellationToken);
    }

    /// <summary>Overrides settings that a copy of the primary contains.</summary>
    /// <remarks>The server reads this file last, and the last line for a name applies.</remarks>
    public Task OverrideAsync(IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellationToken) =>
        File.AppendAllTextAsync(Path.Combine(FullPath, "postgresql.auto.conf"), ServerSettings.Lines(settings), cancellationToken);

    /// <summary>Gets the process ID of the server that runs on this directory.</summary>
    public async Task<int> ServerIdAsync(CancellationToken cancellationToken) =>
        int.Parse((await File.ReadAllLinesAsync(folder.File(PidFile), cancellationToken))[0], CultureInfo.InvariantCulture);
}
