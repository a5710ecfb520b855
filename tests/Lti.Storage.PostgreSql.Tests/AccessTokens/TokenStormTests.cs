using Lti.Storage.Conformance;
using Lti.Storage.PostgreSql.Tests.Faults;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.AccessTokens;

/// <summary>Tests callers and nodes that need one token at once, and nodes and servers that die meanwhile.</summary>
public sealed class TokenStormTests
{
    private static readonly LtiStorageOptions _unprotected = new() { AllowUnprotectedSecrets = true };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Rule("A2")]
    public async Task Thousand_callers_on_two_nodes_make_one_request_at_the_platform()
    {
        await using var database = await FaultCluster.CreateDatabaseAsync();
        await using var first = Open(database.ConnectionString);
        await using var second = Open(database.ConnectionString);
        using var one = Storage.AccessTokens.Create(first);
        using var other = Storage.AccessTokens.Create(second);
        var request = await AddClientAsync(first);
        var platform = new Platform();

        var tokens = await Task.WhenAll(Enumerable.Range(0, 1000).Select(
            caller => Task.Run(async () => (await (caller % 2 == 0 ? one : other).GetAsync(request, platform.AnswerAsync, Token)).Value, Token)));

        Assert.Equal(1, platform.Requests);
        Assert.Equal("canary-3b9e-1", Assert.Single(tokens.Distinct(StringComparer.Ordinal)));
    }

    [Fact, Rule("A2")]
    public async Task Node_that_is_killed_during_its_request_costs_one_more_request()
    {
        await using var database = await FaultCluster.CreateDatabaseAsync();
        await using var storage = Open(database.ConnectionString);
        using var tokens = Storage.AccessTokens.Create(storage, new AccessTokenOptions { LeaseFor = TimeSpan.FromSeconds(2) });
        var request = await AddClientAsync(storage);
        await using var worker = WorkerProcess.Start("token", "postgresql");
        await worker.ReadyAsync();
        await worker.TellAsync(database.ConnectionString);
        await worker.ReadyAsync();
        await worker.TellAsync($"{request.Issuer} {request.ClientId}");
        Assert.Equal("asked", await worker.ReadAsync());
        await worker.KillAsync();
        var platform = new Platform();

        var values = await Task.WhenAll(Enumerable.Range(0, 64).Select(
            _ => Task.Run(async () => (await tokens.GetAsync(request, platform.AnswerAsync, Token)).Value, Token)));

        Assert.Equal(1, platform.Requests);
        Assert.Single(values.Distinct(StringComparer.Ordinal));
    }

    [Fact, Rule("A2", "F2")]
    public async Task Server_that_dies_during_a_request_costs_at_most_one_more_request()
    {
        await using var cluster = await FaultCluster.CreateAsync();
        await using var database = await cluster.CopyDatabaseAsync(Databases.MigrateAsync, Token);
        await using var first = Open(database.ConnectionString);
        await using var second = Open(database.ConnectionString);
        var options = new AccessTokenOptions { LeaseFor = TimeSpan.FromSeconds(10) };
        using var one = Storage.AccessTokens.Create(first, options);
        using var other = Storage.AccessTokens.Create(second, options);
        var request = await AddClientAsync(first);
        var platform = new Platform { DuringFirst = () => cluster.KillAsync(Token) };

        // The platform has answered, so the caller has its token although the server is gone.
        var token = await one.GetAsync(request, platform.AnswerAsync, Token);
        Assert.Equal("canary-3b9e-1", token.Value);
        await Assert.ThrowsAsync<LtiStorageUnavailableException>(() => other.GetAsync(request, platform.AnswerAsync, Token).AsTask());
        await cluster.StartAsync(Token);

        await Task.WhenAll(Enumerable.Range(0, 64).Select(
            caller => Task.Run(async () => await (caller % 2 == 0 ? one : other).GetAsync(request, platform.AnswerAsync, Token), Token)));

        Assert.Equal(2, platform.Requests);
    }

    [Fact, Rule("A6", "E8")]
    public async Task Protected_token_is_in_no_row()
    {
        await using var database = await FaultCluster.CreateDatabaseAsync();
        await using var storage = new PostgreSqlLtiStorage(new PostgreSqlStorageOptions { ConnectionString = database.ConnectionString });
        using var tokens = Storage.AccessTokens.Create(storage, protector: new Reversing());
        var request = await AddClientAsync(storage);
        var token = await tokens.GetAsync(request, new Platform().AnswerAsync, Token);

        var row = Assert.Single(await database.QueryTextsAsync("SELECT row_to_json(access_tokens) || encode(token, 'escape') FROM access_tokens"));

        Assert.DoesNotContain(token.Value, row, StringComparison.Ordinal);
        Assert.Contains(new string([.. token.Value.Reverse()]), row, StringComparison.Ordinal);
    }

    private static PostgreSqlLtiStorage Open(string connectionString)
        => new(new PostgreSqlStorageOptions { ConnectionString = connectionString }, _unprotected);

    private static async Task<AccessTokenRequest> AddClientAsync(PostgreSqlLtiStorage storage)
    {
        var client = await storage.AddClientAsync(Sample.Client(), Token);
        return new AccessTokenRequest(client.Issuer, client.ClientId, "https://lms.example.edu/token", ["scope"]);
    }

    private sealed class Platform
    {
        private int _requests;

        public int Requests => Volatile.Read(ref _requests);

        public Func<Task>? DuringFirst { get; init; }

        public async Task<AccessTokenAnswer> AnswerAsync(AccessTokenRequest request, CancellationToken cancellationToken)
        {
            var number = Interlocked.Increment(ref _requests);
            if (number == 1 && DuringFirst is not null)
            {
                await DuringFirst();
            }

            await Task.Yield();
            return new AccessTokenAnswer($"canary-3b9e-{number}", TimeSpan.FromHours(1));
        }
    }

    private sealed class Reversing : ISecretProtector
    {
        public byte[] Protect(ReadOnlySpan<byte> secret, SecretPurpose purpose)
        {
            var reversed = secret.ToArray();
            reversed.AsSpan().Reverse();
            return reversed;
        }

        public byte[] Unprotect(ReadOnlySpan<byte> protectedSecret, SecretPurpose purpose) => Protect(protectedSecret, purpose);
    }
}
