using System.Globalization;
using Lti.Storage.Sqlite;

namespace Lti.Storage.FaultWorker;

/// <summary>Completes launches on an SQLite file until it is killed, and prints each one that was acknowledged.</summary>
internal static class SqliteLaunches
{
    /// <summary>Prints a line with the nonce and the session's id after the storage has acknowledged both.</summary>
    public static async Task RunAsync(int tasks)
    {
        var connectionString = await StandardInput.NextLineAsync() ?? throw new InvalidOperationException("Standard input has no connection string.");
        await using var storage = new SqliteLtiStorage(connectionString);
        await Task.WhenAll(Enumerable.Range(0, tasks).Select(_ => Task.Run(() => LaunchAsync(storage))));
    }

    private static async Task LaunchAsync(SqliteLtiStorage storage)
    {
        while (true)
        {
            var nonce = LtiNonce.Create();
            var session = LtiSession.FromClaims(
                """
                {"iss":"https://lms.example.edu","aud":"client","sub":"user",
                 "https://purl.imsglobal.org/spec/lti/claim/deployment_id":"1"}
                """u8,
                "client");
            await storage.StoreNonceAsync(nonce);
            var outcome = await storage.CompleteLaunchAsync(nonce, session);
            if (outcome != NonceOutcome.Consumed)
            {
                throw new InvalidOperationException($"A fresh nonce was {outcome}.");
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{nonce} {session.Id}"));
        }
    }
}
