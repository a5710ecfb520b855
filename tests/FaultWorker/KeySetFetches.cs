using Lti.Storage.PostgreSql;
using Lti.Storage.Sqlite;

namespace Lti.Storage.FaultWorker;

/// <summary>Fetches a platform key set and never gets an answer, so that a test can kill the process meanwhile.</summary>
internal static class KeySetFetches
{
    /// <summary>Prints <c>asked</c> when the fetch has begun.</summary>
    public static async Task RunAsync(string kind)
    {
        var connectionString = await StandardInput.NextLineAsync() ?? throw new InvalidOperationException("Standard input has no connection string.");
        await using ILtiStorage storage = kind == "sqlite"
            ? new SqliteLtiStorage(new SqliteStorageOptions { ConnectionString = connectionString })
            : new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = connectionString });
        using var sets = PlatformKeySets.Create(storage, new PlatformKeySetOptions { LeaseFor = TimeSpan.FromSeconds(2) });
        await sets.GetAsync(
            "https://lms.example.edu/jwks",
            "first",
            static (_, _) =>
            {
                Console.WriteLine("asked");
                return new TaskCompletionSource<PlatformKeySetAnswer>().Task;
            });
    }
}
