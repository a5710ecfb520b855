using System.Globalization;

namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>A cluster's data directory in its guarded folder: how it's filled, and what its files say.</summary>
internal sealed class DataDirectory(PostgreSqlBinaries binaries, GuardedFolder folder)
{
    public const string PidFile = "data/postmaster.pid";

    public GuardedFolder Guarded => folder;

    public string FullPath { get; } = folder.File("data");

    /// <summary>Makes an empty cluster, whose superuser <c>postgres</c> has the password.</summary>
    public async Task InitializeAsync(
        string password, IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellationToken)
    {
        await folder.WriteAsync("password", password, cancellationToken);
        string[] arguments =
        [
            "-D", FullPath, "-U", "postgres", "-A", "scram-sha-256", "--pwfile", folder.File("password"),
            "-E", "UTF8", "--locale=C", "--no-sync",
        ];
        (await folder.RunAsync(binaries.Program("initdb"), arguments, cancellationToken)).ThrowIfFailed("initdb");
        File.Delete(folder.File("password"));
        var own = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["listen_addresses"] = "127.0.0.1",
            ["unix_socket_directories"] = folder.FullPath,
            // In the folder, which is removed: a server that is killed leaves its segments in /dev/shm for good.
            ["dynamic_shared_memory_type"] = "mmap",
        };
        await File.AppendAllTextAsync(
            Path.Combine(FullPath, "postgresql.conf"), ServerSettings.Lines(own.Concat(settings)), cancellationToken);
    }

    /// <summary>Makes a standby's copy of the running primary.</summary>
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
            // Once promoted it must not wait for its primary's standbys.
            ["synchronous_standby_names"] = "",
        };
        await OverrideAsync(own, cancellationToken);
    }

    /// <summary>Settings over those that a copy brings along: this file is read last, and its last line wins.</summary>
    public Task OverrideAsync(IEnumerable<KeyValuePair<string, string>> settings, CancellationToken cancellationToken) =>
        File.AppendAllTextAsync(Path.Combine(FullPath, "postgresql.auto.conf"), ServerSettings.Lines(settings), cancellationToken);

    /// <summary>The process id of the server that runs on it.</summary>
    public async Task<int> ServerIdAsync(CancellationToken cancellationToken) =>
        int.Parse((await File.ReadAllLinesAsync(folder.File(PidFile), cancellationToken))[0], CultureInfo.InvariantCulture);
}
