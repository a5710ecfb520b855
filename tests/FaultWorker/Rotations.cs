using System.Security.Cryptography;
using Lti.Storage.PostgreSql;
using Lti.Storage.Sqlite;

namespace Lti.Storage.FaultWorker;

/// <summary>Adds, imports, revokes and deletes tool keys until it is killed, and prints each change that was acknowledged.</summary>
internal static class Rotations
{
    private static readonly TimeSpan _announceFor = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan _retireFor = TimeSpan.FromMilliseconds(100);

    /// <summary>Prints <c>added</c>, <c>imported</c> or <c>revoked</c> and the id of the key, or <c>failed</c> for an outage.</summary>
    public static async Task RunAsync(string provider, int seed)
    {
        var connectionString = await StandardInput.NextLineAsync() ?? throw new InvalidOperationException("Standard input has no connection string.");
        var options = new LtiStorageOptions { AllowUnprotectedSecrets = true };
        await using LtiStorageProvider storage = provider == "sqlite"
            ? new SqliteLtiStorage(new SqliteStorageOptions { ConnectionString = connectionString }, options)
            : new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = connectionString, MaxPoolSize = 2 }, options);
        var keys = storage.GetService<IToolKeyStorage>() ?? throw new InvalidOperationException("The storage has no tool keys.");
        using var rsa = RSA.Create(2048);
        var random = new Random(seed);
        while (true)
        {
            try
            {
                await ChangeAsync(keys, rsa, random);
            }
            catch (LtiStorageUnavailableException)
            {
                Console.WriteLine("failed");
            }
        }
    }

    private static async Task ChangeAsync(IToolKeyStorage keys, RSA rsa, Random random)
    {
        var stored = await keys.ListToolKeysAsync();
        var signing = stored.LastOrDefault(static key => key.StartsIn <= TimeSpan.Zero) is { IsRemoved: false } last ? last.KeyId : null;
        var key = new NewToolKey
        {
            KeyId = $"{Guid.NewGuid()}",
            PublicKey = rsa.ExportSubjectPublicKeyInfo(),
            PrivateKey = new StoredSecret(rsa.ExportPkcs8PrivateKey(), IsProtected: false),
        };
        switch (random.Next(10))
        {
            case 0:
                await keys.ImportToolKeyAsync(key, _announceFor);
                Console.WriteLine($"imported {key.KeyId}");
                break;
            case 1 when signing is not null && await keys.RevokeToolKeyAsync(signing):
                Console.WriteLine($"revoked {signing}");
                break;
            case 2:
                await keys.DeleteRetiredToolKeysAsync(_retireFor);
                break;
            default:
                if (await keys.AddNextToolKeyAsync(key, signing, _announceFor, TimeSpan.Zero))
                {
                    Console.WriteLine($"added {key.KeyId}");
                }

                break;
        }
    }
}
