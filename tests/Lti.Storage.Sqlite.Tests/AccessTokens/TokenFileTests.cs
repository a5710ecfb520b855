using System.Diagnostics;
using System.Text;
using Lti.Storage.Conformance;

namespace Lti.Storage.Sqlite.Tests.AccessTokens;

/// <summary>Tests access tokens of several processes on one file, and the bytes of the file.</summary>
public sealed class TokenFileTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact, Rule("A6", "E8")]
    public async Task Protected_token_is_nowhere_in_the_file_or_its_log()
    {
        using var folder = new TemporaryFolder();
        await folder.CreateFileAsync();
        await using var storage = new SqliteLtiStorage(folder.ConnectionString);
        using var tokens = Storage.AccessTokens.Create(storage, protector: new Reversing());
        var token = await tokens.GetAsync(await AddClientAsync(storage), AnswerAsync, Token);
        await tokens.InvalidateAsync(token, Token);
        await tokens.GetAsync(token.Request, AnswerAsync, Token);

        var files = Directory.GetFiles(Path.GetDirectoryName(folder.File)!);
        Assert.NotEmpty(files);
        var found = false;
        foreach (var file in files)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, Token);
            Assert.Equal(-1, copy.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(token.Value)));
            found |= copy.ToArray().AsSpan().IndexOf(new Reversing().Protect(Encoding.UTF8.GetBytes(token.Value), default)) >= 0;
        }

        Assert.True(found, "The search does not find what is stored.");
    }

    [Fact, Rule("A2")]
    public async Task Thousand_callers_on_two_nodes_make_one_request_at_the_platform()
    {
        using var folder = new TemporaryFolder();
        await folder.CreateFileAsync();
        await using var first = Open(folder);
        await using var second = Open(folder);
        using var one = Storage.AccessTokens.Create(first);
        using var other = Storage.AccessTokens.Create(second);
        var request = await AddClientAsync(first);
        var requests = 0;

        var tokens = await Task.WhenAll(Enumerable.Range(0, 1000).Select(caller => Task.Run(
            async () => (await (caller % 2 == 0 ? one : other).GetAsync(
                request,
                (_, cancellationToken) =>
                {
                    Interlocked.Increment(ref requests);
                    return AnswerAsync(request, cancellationToken);
                },
                Token)).Id,
            Token)));

        Assert.Equal(1, requests);
        Assert.Single(tokens.Distinct());
    }

    [Fact, Rule("A2")]
    public async Task Process_that_is_killed_during_its_request_costs_one_more_request()
    {
        using var folder = new TemporaryFolder();
        await folder.CreateFileAsync();
        await using var storage = Open(folder);
        using var tokens = Storage.AccessTokens.Create(storage, new AccessTokenOptions { LeaseFor = TimeSpan.FromSeconds(2) });
        var request = await AddClientAsync(storage);
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Lti.Storage.FaultWorker.dll"), "token", "sqlite"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        foreach (var line in new[] { folder.ConnectionString, $"{request.Issuer} {request.ClientId}" })
        {
            Assert.Equal("ready", await process.StandardOutput.ReadLineAsync(Token));
            await process.StandardInput.WriteLineAsync(line.AsMemory(), Token);
            await process.StandardInput.FlushAsync(Token);
        }

        Assert.Equal("asked", await process.StandardOutput.ReadLineAsync(Token));
        process.Kill();
        await process.WaitForExitAsync(Token);
        var requests = 0;

        var token = await tokens.GetAsync(
            request,
            (_, cancellationToken) =>
            {
                requests++;
                return AnswerAsync(request, cancellationToken);
            },
            Token);

        Assert.StartsWith("canary-3b9e-", token.Value, StringComparison.Ordinal);
        Assert.Equal(1, requests);
    }

    private static SqliteLtiStorage Open(TemporaryFolder folder) => new(
        new SqliteStorageOptions { ConnectionString = folder.ConnectionString }, new LtiStorageOptions { AllowUnprotectedSecrets = true });

    private static async Task<AccessTokenRequest> AddClientAsync(SqliteLtiStorage storage)
    {
        var client = await storage.AddClientAsync(
            new NewClient
            {
                Name = "LMS",
                Issuer = "https://lms.example.edu",
                ClientId = "client",
                Endpoints = new()
                {
                    AuthorizationUrl = "https://lms.example.edu/auth",
                    TokenUrl = "https://lms.example.edu/token",
                    JwksUrl = "https://lms.example.edu/jwks",
                },
            },
            Token);
        return new AccessTokenRequest(client.Issuer, client.ClientId, client.Endpoints.TokenUrl, ["scope"]);
    }

    private static Task<AccessTokenAnswer> AnswerAsync(AccessTokenRequest request, CancellationToken cancellationToken)
        => Task.FromResult(new AccessTokenAnswer($"canary-3b9e-{Guid.NewGuid():n}", TimeSpan.FromHours(1)));

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
