using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Lti.Storage.PostgreSqlServer.Internal;

/// <summary>Runs <c>initdb</c> once for each folder of programs. Each cluster of this process copies the result.</summary>
/// <param name="Folder">The folder that contains the data directory. It is removed when the process ends.</param>
/// <param name="Password">The password of the superuser <c>postgres</c>, which all copies share.</param>
internal sealed record InitializedData(GuardedFolder Folder, string Password)
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<InitializedData>>> _byPrograms = new(StringComparer.Ordinal);

    /// <summary>Gets the initialized data directory of the given programs.</summary>
    public static async Task<InitializedData> GetAsync(PostgreSqlBinaries binaries)
    {
        var created = _byPrograms.GetOrAdd(binaries.Folder, _ => new(() => CreateAsync(binaries)));
        try
        {
            return await created.Value;
        }
        catch
        {
            // The next cluster tries again.
            _byPrograms.TryRemove(new(binaries.Folder, created));
            throw;
        }
    }

    private static async Task<InitializedData> CreateAsync(PostgreSqlBinaries binaries)
    {
        // No server runs here, so the file with its process ID never exists.
        var folder = await GuardedFolder.CreateAsync("lti-initdb-", DataDirectory.PidFile, "QUIT", mayBeInMemory: false, CancellationToken.None);
        try
        {
            var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
            await folder.WriteAsync("password", password, CancellationToken.None);
            string[] arguments =
            [
                "-D", folder.File("data"), "-U", "postgres", "-A", "scram-sha-256", "--pwfile", folder.File("password"),
                "-E", "UTF8", "--locale=C", "--no-sync",
            ];
            (await folder.RunAsync(binaries.Program("initdb"), arguments, CancellationToken.None)).ThrowIfFailed("initdb");
            File.Delete(folder.File("password"));
            return new(folder, password);
        }
        catch
        {
            await folder.DisposeAsync();
            throw;
        }
    }
}
