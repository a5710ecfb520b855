using System.Text;
using System.Text.Json;
using Lti.Storage.Conformance.Running;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests registration sessions (rules R1 to R4).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class RegistrationSessionConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    [Fact, Rule("R1", "R2")]
    public async Task A_saved_registration_session_is_found_unchanged()
    {
        var saved = Any.Registration(Guid.NewGuid());
        await Storage.SaveRegistrationSessionAsync(saved, cancellationToken: Token);

        var found = await Storage.FindRegistrationSessionAsync(saved.Id, Token);

        Assert.Equal(saved, found);
        Assert.Equal(saved, await Storage.FindRegistrationSessionAsync(saved.Id, Token));
        Assert.Equal($"{ConformanceFixture.Canary}-token", found!.RegistrationToken);
        Assert.True(JsonElement.DeepEquals(saved.OpenIdConfiguration!.Value, found.OpenIdConfiguration!.Value));
    }

    [Fact, Rule("R1", "E7")]
    public async Task The_document_has_the_expiry_in_unix_milliseconds_as_in_the_ported_system()
    {
        await Environment.FreezeAsync();
        var saved = Any.Registration(Guid.NewGuid());
        var before = Environment.CallerClock.GetUtcNow().ToUnixTimeMilliseconds();
        await Storage.SaveRegistrationSessionAsync(saved, 10 * _minute, Token);
        var after = Environment.CallerClock.GetUtcNow().ToUnixTimeMilliseconds();

        var beforeFind = Environment.CallerClock.GetUtcNow();
        var found = await Storage.FindRegistrationSessionAsync(saved.Id, Token);
        var afterFind = Environment.CallerClock.GetUtcNow();

        var expiresAt = JsonElement.Parse(found!.Utf8Document.Span).GetProperty("expiresAt").GetInt64();
        Assert.InRange(expiresAt, before + 600_000, after + 600_000);
        Assert.InRange(found.ExpiresAt!.Value, beforeFind + (10 * _minute) - Environment.ClockStep, afterFind + (10 * _minute) + Environment.ClockStep);
    }

    [Fact, Rule("R1")]
    public async Task Saving_again_replaces_content_and_lifetime()
    {
        var id = Guid.NewGuid();
        await Storage.SaveRegistrationSessionAsync(Any.Registration(id, "first"), 30 * _minute, Token);
        await Storage.SaveRegistrationSessionAsync(Any.Registration(id, "second"), _minute, Token);

        Assert.Equal("second", (await Storage.FindRegistrationSessionAsync(id, Token))!.RegistrationToken);
        await Environment.PassAsync(_minute);
        Assert.Null(await Storage.FindRegistrationSessionAsync(id, Token));

        await Storage.SaveRegistrationSessionAsync(Any.Registration(id, "third"), _minute, Token);
        Assert.Equal("third", (await Storage.FindRegistrationSessionAsync(id, Token))!.RegistrationToken);
    }

    [Fact, Rule("R1")]
    public async Task A_missing_token_and_unknown_members_survive_a_round_trip()
    {
        const string Document = """{"openIdConfiguration":{"issuer":"https://lms.example.edu"},"appState":{"tenant":"1"},"expiresAt":1}""";
        var saved = LtiRegistrationSession.FromDocument(Guid.NewGuid(), Encoding.UTF8.GetBytes(Document));
        await Storage.SaveRegistrationSessionAsync(saved, cancellationToken: Token);

        var found = await Storage.ConsumeRegistrationSessionAsync(saved.Id, Token);

        Assert.Equal(saved, found);
        Assert.Null(found!.RegistrationToken);
        Assert.Equal("1", JsonElement.Parse(found.Utf8Document.Span).GetProperty("appState").GetProperty("tenant").GetString());
    }

    [Fact, Rule("R1", "R2", "E7")]
    public async Task A_registration_session_without_a_lifetime_lives_exactly_15_minutes()
    {
        await Environment.FreezeAsync();
        var saved = Any.Registration(Guid.NewGuid());
        await Storage.SaveRegistrationSessionAsync(saved, cancellationToken: Token);

        await Environment.PassAsync(TimeSpan.FromMinutes(15) - Environment.ClockStep);
        Assert.NotNull(await Storage.FindRegistrationSessionAsync(saved.Id, Token));

        await Environment.PassAsync(Environment.ClockStep);
        Assert.Null(await Storage.FindRegistrationSessionAsync(saved.Id, Token));
        Assert.Null(await Storage.ConsumeRegistrationSessionAsync(saved.Id, Token));
    }

    [Fact, Rule("R3")]
    public async Task Consume_returns_and_removes_the_registration_session()
    {
        var saved = Any.Registration(Guid.NewGuid());
        await Storage.SaveRegistrationSessionAsync(saved, cancellationToken: Token);

        Assert.Equal(saved, await Storage.ConsumeRegistrationSessionAsync(saved.Id, Token));

        Assert.Null(await Storage.ConsumeRegistrationSessionAsync(saved.Id, Token));
        Assert.Null(await Storage.FindRegistrationSessionAsync(saved.Id, Token));
        Assert.Null(await Storage.ConsumeRegistrationSessionAsync(Guid.NewGuid(), Token));
    }

    [Fact, Rule("R3")]
    public async Task Exactly_one_of_64_concurrent_consumers_gets_the_registration_session()
    {
        var nodes = await NodesAsync();
        for (var round = 0; round < Fixture.RaceRounds; round++)
        {
            var saved = Any.Registration(Guid.NewGuid());
            await Storage.SaveRegistrationSessionAsync(saved, cancellationToken: Token);

            var got = await Race.RunAllAsync(async caller => new { Session = await nodes[caller % 2].ConsumeRegistrationSessionAsync(saved.Id, Token) });

            Assert.Equal(saved, Assert.Single(got, result => result.Session is not null).Session);
        }
    }

    [Fact, Rule("R4")]
    public async Task Delete_returns_whether_the_registration_session_existed()
    {
        var (saved, expired) = (Any.Registration(Guid.NewGuid()), Any.Registration(Guid.NewGuid()));
        await Storage.SaveRegistrationSessionAsync(saved, 10 * _minute, Token);
        await Storage.SaveRegistrationSessionAsync(expired, _minute, Token);
        await Environment.PassAsync(_minute);

        Assert.True(await Storage.DeleteRegistrationSessionAsync(saved.Id, Token));
        Assert.False(await Storage.DeleteRegistrationSessionAsync(saved.Id, Token));
        Assert.False(await Storage.DeleteRegistrationSessionAsync(expired.Id, Token));
        Assert.Null(await Storage.FindRegistrationSessionAsync(saved.Id, Token));
    }
}
