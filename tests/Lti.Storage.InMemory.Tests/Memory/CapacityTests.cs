using System.Globalization;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.InMemory.Tests.Memory;

[FullRun("capacity tests of memory")]
public sealed class CapacityTests
{
    private const int Million = 1_000_000;
    private const int QuarterMillion = 250_000;
    private static readonly TimeSpan _hour = TimeSpan.FromHours(1);
    private readonly FakeTimeProvider _clock = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_million_nonces_are_stored_used_and_cleaned_up()
    {
        await using var storage = new InMemoryLtiStorage(timeProvider: _clock);
        for (var i = 0; i < Million; i++)
        {
            await storage.StoreNonceAsync(Name(i), _hour, Token);
        }

        for (var i = 0; i < Million; i += 2)
        {
            Assert.True(await storage.ConsumeNonceAsync(Name(i), Token) == NonceOutcome.Consumed);
        }

        _clock.Advance(_hour);
        Assert.Equal(Million, (await storage.CleanupAsync(Token)).Nonces);
        Assert.Equal(0, (await storage.CleanupAsync(Token)).Nonces);
    }

    [Fact]
    public async Task A_quarter_of_a_million_sessions_of_one_deployment_are_added_found_and_cleaned_up()
    {
        await using var storage = new InMemoryLtiStorage(timeProvider: _clock);
        var ids = new Guid[QuarterMillion];
        for (var i = 0; i < QuarterMillion; i++)
        {
            ids[i] = Guid.NewGuid();
            await storage.AddSessionAsync(LtiSession.FromDocument(ids[i], Document), _hour, Token);
        }

        for (var i = 0; i < QuarterMillion; i += 10)
        {
            Assert.True(await storage.FindSessionAsync(ids[i], Token) is not null);
        }

        _clock.Advance(_hour);
        Assert.Equal(QuarterMillion, (await storage.CleanupAsync(Token)).Sessions);
        Assert.True(await storage.FindSessionAsync(ids[0], Token) is null);
    }

    private static ReadOnlySpan<byte> Document => """{"platform":{"issuer":"https://lms.example.edu","clientId":"client","deploymentId":"1"}}"""u8;

    private static string Name(int i) => i.ToString(CultureInfo.InvariantCulture);
}
