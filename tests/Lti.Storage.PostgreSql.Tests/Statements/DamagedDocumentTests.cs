using CsCheck;
using Lti.Storage.Abstractions.Tests.Samples;
using Lti.Storage.Conformance;
using Lti.Storage.InMemory;
using Lti.Storage.PostgreSql.Tests.Server;

namespace Lti.Storage.PostgreSql.Tests.Statements;

/// <summary>Checks that jsonb returns every document that the rules accept. A failure prints the seed that reproduces it.</summary>
public sealed class DamagedDocumentTests
{
    /// <summary>The number of inputs for each test. The rules refuse most of them.</summary>
    private const int Budget = 2_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, Rule("S1", "S5", "E2")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Accepted_damaged_claims_are_stored_and_found_equal(bool batches)
        => await AssertStoredAsync(
            batches, Payload.Claims, claims => LtiSession.FromClaims(claims, verifiedClientId: null));

    [Theory, Rule("S1", "S5", "E2")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Accepted_damaged_documents_are_stored_and_found_equal(bool batches)
        => await AssertStoredAsync(
            batches, name => Payload.Session(name).Utf8Document.ToArray(), document => LtiSession.FromDocument(Guid.NewGuid(), document));

    private static async Task AssertStoredAsync(bool batches, Func<string, byte[]> read, Func<byte[], LtiSession> make)
    {
        await using var database = await TestDatabase.MigratedAsync();
        await using var storage = database.Open(configure: options => options.BatchCalls = batches);
        await using var memory = new InMemoryLtiStorage();
        var stored = 0;
        await Damaged.Of(Gen.OneOf([.. Payload.Names.Select(row => read(row.Data))])).Array[8].SampleAsync(
            async documents => Interlocked.Add(ref stored, (await Task.WhenAll(documents.Select(StoreAsync))).Count(isStored => isStored)),
            iter: Budget / 8,
            threads: 1);

        // The rules accepted hundreds.
        Assert.True(stored > Budget / 20, $"Only {stored} of {Budget} inputs were accepted.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{stored} of {Budget} were accepted, stored and found.");

        // Concurrent calls form batches when batching is on.
        async Task<bool> StoreAsync(byte[] document)
        {
            LtiSession session;
            try
            {
                session = make(document);
                await memory.AddSessionAsync(session, cancellationToken: Token);
            }
            catch (ArgumentException)
            {
                return false;
            }

            // The in-memory storage keeps the accepted document unchanged.
            await storage.AddSessionAsync(session, cancellationToken: Token);
            Assert.Equal(await memory.FindSessionAsync(session.Id, Token), await storage.FindSessionAsync(session.Id, Token));
            return true;
        }
    }
}
