using System.Text;
using System.Text.Json;
using Lti.Storage.Abstractions.Tests.Provider;
using Lti.Storage.Abstractions.Tests.Samples;
using Microsoft.Extensions.Time.Testing;

namespace Lti.Storage.Abstractions.Tests.Registration;

/// <summary>Tests the document that reaches a provider.</summary>
public sealed class StoredRegistrationTests
{
    private static readonly DateTimeOffset _now = new(2030, 1, 2, 3, 4, 5, 678, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Rule", "S5")]
    public async Task The_document_has_the_expiry_in_Unix_milliseconds_as_in_the_ported_system()
    {
        var session = LtiRegistrationSession.Create(Guid.NewGuid(), JsonElement.Parse(Payload.OpenIdConfiguration), "t");

        var document = await StoreAsync(session, TimeSpan.FromSeconds(600));

        Assert.Equal(1893553445678 + 600_000, document.GetProperty("expiresAt").GetInt64());
        Assert.Equal("t", document.GetProperty("registrationToken").GetString());
        Launch.AssertSameJson(JsonElement.Parse(Payload.OpenIdConfiguration), document.GetProperty("openIdConfiguration"));
    }

    [Theory]
    [InlineData("""{"openIdConfiguration":{"expiresAt":"theirs"},"expiresAt":1,"later":[1.50]}""")]
    [InlineData("""{"expiresAt":1,"openIdConfiguration":{"expiresAt":"theirs"},"expiresAt":"2","later":[0],"later":[1.50]}""")]
    public async Task An_earlier_expiry_in_the_document_is_replaced_and_the_rest_stays(string document)
    {
        var session = LtiRegistrationSession.FromDocument(Guid.NewGuid(), Encoding.UTF8.GetBytes(document));

        var stored = await StoreAsync(session, TimeSpan.FromMilliseconds(1));

        Launch.AssertSameJson("""{"openIdConfiguration":{"expiresAt":"theirs"},"later":[1.50],"expiresAt":1893553445679}""", stored);
    }

    [Theory]
    [Trait("Rule", "E2")]
    [InlineData(1024)]
    [InlineData(1025)]
    public async Task The_size_limit_counts_the_stored_bytes_including_the_expiry(int bytes)
    {
        var provider = new RecordingProvider(new LtiStorageOptions { MaxDocumentBytes = 1024 }, new FakeTimeProvider(_now));
        const string Rest = """{"openIdConfiguration":{},"registrationToken":"","expiresAt":1893554045678}""";
        var session = LtiRegistrationSession.Create(Guid.NewGuid(), Launch.Json("{  }"), new string('x', bytes - Rest.Length));

        if (bytes == 1024)
        {
            await provider.SaveRegistrationSessionAsync(session, cancellationToken: Token);
            Assert.Equal(1024, Assert.IsType<LtiRegistrationSession>(Assert.Single(provider.Calls).Arguments[0]).Utf8Document.Length);
            return;
        }

        var error = await Assert.ThrowsAsync<ArgumentException>(
            "session", async () => await provider.SaveRegistrationSessionAsync(session, cancellationToken: Token));
        Assert.Contains("1025", error.Message, StringComparison.Ordinal);
        Assert.Contains("1024", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxDocumentBytes", error.Message, StringComparison.Ordinal);
        Assert.Empty(provider.Calls);
    }

    private static async Task<JsonElement> StoreAsync(LtiRegistrationSession session, TimeSpan lifetime)
    {
        var provider = new RecordingProvider(timeProvider: new FakeTimeProvider(_now));
        await provider.SaveRegistrationSessionAsync(session, lifetime, Token);

        var stored = Assert.IsType<LtiRegistrationSession>(Assert.Single(provider.Calls).Arguments[0]);
        Assert.Equal(session.Id, stored.Id);
        return JsonElement.Parse(stored.Utf8Document.Span);
    }
}
