using System.Text;
using System.Text.Json;
using CsCheck;
using Lti.Storage.Abstractions.Tests.Provider;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

/// <summary>Tests damaged launches and documents: only documented errors occur, and a readable document is readable in full.</summary>
/// <remarks>
/// Bytes are flipped, removed, doubled and inserted. Text is cut off or mixed with hostile JSON. A failure prints the seed that reproduces
/// it.
/// </remarks>
public sealed class FuzzTests
{
    /// <summary>The number of inputs of each test. They take a second or two.</summary>
    private const int Budget = 4_000;

    private static readonly Gen<byte[]> _claims = Gen.OneOf([.. Payload.Names.Select(row => Payload.Claims(row.Data))]);
    private static readonly Gen<byte[]> _documents = Gen.OneOf([.. Payload.Names.Select(row => Payload.Session(row.Data).Utf8Document.ToArray())]);

    [Fact]
    [Trait("Rule", "E2")]
    public void Claims_make_a_session_or_an_argument_error()
        => Damaged.Of(_claims).Sample(
            claims =>
            {
                if (Session(() => LtiSession.FromClaims(claims, verifiedClientId: null)) is { } session)
                {
                    SessionViews.ReadAll(session);
                    Assert.Equal(JsonValueKind.Object, session.Claims!.Value.ValueKind);

                    // The library's own reader accepts the stored form.
                    var stored = LtiSession.FromDocument(session.Id, session.Utf8Document.Span);
                    Assert.Equal(session, stored);
                    Assert.Equal(session, Stored(stored));
                }
            },
            iter: Budget,
            threads: 1);

    [Fact]
    [Trait("Rule", "E2")]
    public void Claims_as_an_element_give_the_same_result_as_text()
        => Damaged.Of(_claims).Sample(
            claims =>
            {
                if (Json(claims) is not { } element)
                {
                    return;
                }

                var fromElement = Session(() => LtiSession.FromClaims(element, verifiedClientId: null));
                var fromText = Session(() => LtiSession.FromClaims(claims, verifiedClientId: null));
                Assert.Equal(fromText is null, fromElement is null);
                if (fromElement is not null)
                {
                    Launch.AssertSameJson(fromText!.Document, fromElement.Document);
                }
            },
            iter: Budget,
            threads: 1);

    [Fact]
    [Trait("Rule", "S5")]
    public void A_document_is_readable_in_full_or_not_at_all_and_is_stored_or_rejected()
        => Damaged.Of(_documents).Sample(
            document =>
            {
                var session = LtiSession.FromDocument(Guid.NewGuid(), document);
                var isRead = IsRead(() => SessionViews.ReadAll(session));
                Assert.True(session.Equals(LtiSession.FromDocument(session.Id, document)));
                if (Stored(session) is { } stored)
                {
                    Assert.True(isRead);
                    SessionViews.ReadAll(stored);
                    Assert.Equal(stored, Stored(LtiSession.FromDocument(stored.Id, stored.Utf8Document.Span)));
                }
            },
            iter: Budget,
            threads: 1);

    [Fact]
    [Trait("Rule", "S5")]
    public void A_registration_document_is_readable_in_full_or_not_at_all_and_is_stored_or_rejected()
        => Damaged.Of(Gen.Const(LtiRegistrationSession.Create(Guid.NewGuid(), JsonElement.Parse(Payload.OpenIdConfiguration), "token").Utf8Document.ToArray())).Sample(
            document =>
            {
                var session = LtiRegistrationSession.FromDocument(Guid.NewGuid(), document);
                var isRead = IsRead(() => _ = (session.OpenIdConfiguration, session.RegistrationToken, session.Equals(session with { ExpiresAt = null })));
                var isStored = Stored(provider => provider.SaveRegistrationSessionAsync(session)) is not null;
                Assert.True(isRead || !isStored);
            },
            iter: Budget,
            threads: 1);

    private static LtiSession? Session(Func<LtiSession> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException e) when (IsRefusalOf("claims", e))
        {
            return null;
        }
    }

    /// <summary>Checks for the documented error with the parameter's name. Any other argument error is a bug of the library.</summary>
    private static bool IsRefusalOf(string parameter, ArgumentException e)
        => (e.GetType() == typeof(ArgumentException) || e is ArgumentNullException)
            && (e.ParamName == parameter || e.ParamName?.StartsWith($"{parameter}.", StringComparison.Ordinal) == true);

    /// <summary>Returns the session as the storage gets it. Null if it is rejected before.</summary>
    private static LtiSession? Stored(LtiSession session) => (LtiSession?)Stored(provider => provider.AddSessionAsync(session));

    private static object? Stored(Func<RecordingProvider, ValueTask> store)
    {
        var provider = new RecordingProvider();
        try
        {
            Assert.True(store(provider).AsTask().IsCompletedSuccessfully);
            return provider.Calls.Single().Arguments[0];
        }
        catch (ArgumentException e) when (IsRefusalOf("session", e))
        {
            return null;
        }
    }

    private static bool IsRead(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static JsonElement? Json(byte[] text)
    {
        try
        {
            return JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
