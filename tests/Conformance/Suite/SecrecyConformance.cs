using System.Collections;
using System.Text;
using System.Text.Json;
using Lti.Storage.Conformance.Samples;

namespace Lti.Storage.Conformance.Suite;

/// <summary>Tests that no exception and no text form repeats a secret (rule E8).</summary>
/// <param name="fixture">The provider's fixture.</param>
public abstract class SecrecyConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    private const string Canary = ConformanceFixture.Canary;

    [Fact, Rule("E8", "E3")]
    public async Task No_exception_repeats_a_nonce_a_sessions_content_or_a_registration_token()
    {
        var nonce = Any.Nonce();
        var session = Any.Session(userId: Canary);
        var token = $"{Canary}\0";
        var registration = LtiRegistrationSession.FromDocument(
            Guid.NewGuid(), JsonSerializer.SerializeToUtf8Bytes(new { openIdConfiguration = new { }, registrationToken = token }));
        var document = LtiSession.FromDocument(Guid.NewGuid(), Encoding.UTF8.GetBytes($$"""{"user":{"name":"{{Canary}}"},"{{Canary}}":"\u0000"}"""));
        var malformed = LtiSession.FromDocument(Guid.NewGuid(), Encoding.UTF8.GetBytes($$"""{"user":{{Canary}}"""));
        await Storage.StoreNonceAsync(nonce, cancellationToken: Token);
        await Storage.AddSessionAsync(session, cancellationToken: Token);

        Func<Task>[] calls =
        [
            () => Storage.StoreNonceAsync(nonce, cancellationToken: Token).AsTask(),
            () => Storage.StoreNonceAsync($"{nonce}\0", cancellationToken: Token).AsTask(),
            () => Storage.ConsumeNonceAsync(nonce.PadRight(256), Token).AsTask(),
            () => Storage.AddSessionAsync(session, cancellationToken: Token).AsTask(),
            () => Storage.CompleteLaunchAsync(nonce, session, cancellationToken: Token).AsTask(),
            () => Storage.AddSessionAsync(document, cancellationToken: Token).AsTask(),
            () => Storage.AddSessionAsync(malformed, cancellationToken: Token).AsTask(),
            () => Storage.SaveRegistrationSessionAsync(registration, cancellationToken: Token).AsTask(),
        ];
        foreach (var call in calls)
        {
            var error = await Assert.ThrowsAnyAsync<Exception>(call);
            Assert.True(error is ArgumentException or LtiConflictException, error.ToString());
            Assert.DoesNotContain(Canary, error.ToString(), StringComparison.Ordinal);
            Assert.All(DataOf(error), text => Assert.DoesNotContain(Canary, text, StringComparison.Ordinal));
        }
    }

    [Fact, Rule("E8")]
    public async Task No_text_form_of_a_returned_object_shows_a_secret_or_personal_data()
    {
        var session = Any.Session(userId: Canary);
        await Storage.AddSessionAsync(session, cancellationToken: Token);
        await Storage.SaveRegistrationSessionAsync(Any.Registration(session.Id, Canary), cancellationToken: Token);

        List<object?> handedOut =
        [
            await Storage.FindSessionAsync(session.Id, Token),
            (await Storage.FindSessionAsync(session.Id, Token))!.User,
            await Storage.FindRegistrationSessionAsync(session.Id, Token),
        ];
        await foreach (var summary in Storage.ListSessionsAsync(new SessionFilter { Issuer = session.Platform.Issuer! }, cancellationToken: Token))
        {
            handedOut.Add(summary);
        }

        Assert.Equal(4, handedOut.Count);
        Assert.All(handedOut, thing => Assert.DoesNotContain(Canary, thing!.ToString(), StringComparison.Ordinal));
        Assert.All(handedOut, thing => Assert.DoesNotContain(session.Id.ToString(), thing!.ToString(), StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Lists the data of an exception and of its causes. A logger may write them.</summary>
    private static IEnumerable<string> DataOf(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            foreach (DictionaryEntry entry in cause.Data)
            {
                yield return $"{entry.Key}: {entry.Value}";
            }
        }
    }
}
