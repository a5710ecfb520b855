using Lti.Storage.PostgreSql;
using Lti.Storage.Sqlite;

namespace Lti.Storage.FaultWorker;

/// <summary>Requests an access token and never gets an answer, so that a test can kill the process meanwhile.</summary>
internal static class TokenRequests
{
    /// <summary>Prints <c>asked</c> when a request has begun. Never returns.</summary>
    public static async Task RunAsync(string kind)
    {
        var connectionString = await StandardInput.NextLineAsync() ?? throw new InvalidOperationException("Standard input has no connection string.");
        var parts = (await StandardInput.NextLineAsync() ?? throw new InvalidOperationException("Standard input names no client.")).Split(' ');
        var options = new LtiStorageOptions { AllowUnprotectedSecrets = true };
        await using ILtiStorage storage = kind == "sqlite"
            ? new SqliteLtiStorage(new SqliteStorageOptions { ConnectionString = connectionString }, options)
            : new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = connectionString }, options);
        using var tokens = AccessTokens.Create(storage, new AccessTokenOptions { LeaseFor = TimeSpan.FromSeconds(2) });
        while (true)
        {
            try
            {
                await tokens.GetAsync(
                    new AccessTokenRequest(parts[0], parts[1], "https://lms.example.edu/token", ["scope"]),
                    static (_, _) =>
                    {
                        Console.WriteLine("asked");
                        return new TaskCompletionSource<AccessTokenAnswer>().Task;
                    });
            }
            catch (LtiAccessTokenException)
            {
                // On a busy machine the lease may end before the process asks, or before it is killed. Then it tries again.
            }
        }
    }
}
