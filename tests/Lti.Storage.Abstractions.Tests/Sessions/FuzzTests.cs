using System.Text;
using System.Text.Json;
using CsCheck;
using Lti.Storage.Abstractions.Tests.Provider;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Sessions;

/// <summary>
/// Real launches and documents with bytes flipped, lost, doubled and put in, cut off anywhere, or with hostile JSON amid them: whatever comes, the
/// errors are those that are documented, and what is read at all is read to the last member. A failure prints the seed that repeats it.
/// </summary>
public sealed class FuzzTests
{
    /// <summary>Inputs for each of the tests here; a second or two.</summary>
    private const int Budget = 4_000;

    private static readonly Gen<byte[]> _claims = Gen.OneOf([.. Payload.Names.Select(row => Payload.Claims(row.Data))]);
    private static readonly Gen<byte[]> _documents = Gen.OneOf([.. Payload.Names.Select(row => Payload.Session(row.Data).Utf8Document.ToArray())]);

    /// <summary>What stands where a value could, or in its midst.</summary>
    private static readonly Gen<byte[]> _hostile = Gen.OneOf(
        Gen.OneOf(
            "\"\\u0000\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u12", "\"\\x\"", "\\", "\"",
            "1e400", "-1E-400", "1e999999999999", "-", "01", "1.", "NaN", "0e-131071", new string('9', 1000), new string('9', 1001),
            "{\"a\":1,\"a\":{\"a\":2,\"a\":3}}", "{\"iss\":\"a\",\"iss\":\"b\"}", "{", "}", "[", "]", ",", ":", "null", "/**/", "\u2028", "\ufeff",
            new string('[', 126), new string('[', 129), new string('[', 10_000), Launch.Nested(127), Launch.Nested(1000), Launch.Nested(20_000)).Select(Encoding.UTF8.GetBytes),
        Gen.OneOf<byte[]>([0x80], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xFF, 0xFE], [0xE2, 0x82], [0]),
        GenJson.Value.Select(value => Encoding.UTF8.GetBytes(value.Written)));

    [Fact]
    [Trait("Rule", "E2")]
    public void Claims_make_a_session_or_an_argument_error()
        => Mutated(_claims).Sample(
            claims =>
            {
                if (Session(() => LtiSession.FromClaims(claims, verifiedClientId: null)) is { } session)
                {
                    SessionViews.ReadAll(session);
                    Assert.Equal(JsonValueKind.Object, session.Claims!.Value.ValueKind);

                    // It can be stored as it is, by our own reader's word.
                    var stored = LtiSession.FromDocument(session.Id, session.Utf8Document.Span);
                    Assert.Equal(session, stored);
                    Assert.Equal(session, Stored(stored));
                }
            },
            iter: Budget,
            threads: 1);

    [Fact]
    [Trait("Rule", "E2")]
    public void Claims_as_an_element_make_the_same()
        => Mutated(_claims).Sample(
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
    public void A_document_is_read_whole_or_not_at_all_and_stored_or_refused()
        => Mutated(_documents).Sample(
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
    public void A_registration_document_likewise()
        => Mutated(Gen.Const(LtiRegistrationSession.Create(Guid.NewGuid(), JsonElement.Parse(Payload.OpenIdConfiguration), "token").Utf8Document.ToArray())).Sample(
            document =>
            {
                var session = LtiRegistrationSession.FromDocument(Guid.NewGuid(), document);
                var isRead = IsRead(() => _ = (session.OpenIdConfiguration, session.RegistrationToken, session.Equals(session with { ExpiresAt = null })));
                var isStored = Stored(provider => provider.SaveRegistrationSessionAsync(session)) is not null;
                Assert.True(isRead || !isStored);
            },
            iter: Budget,
            threads: 1);

    /// <summary>A few changes at any place, and perhaps a cut.</summary>
    private static Gen<byte[]> Mutated(Gen<byte[]> whole) => Gen.Select(
        whole,
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 100_000], Gen.Byte, _hostile).Array[0, 4],
        (bytes, changes) => changes.Aggregate(bytes, (current, change) => Mutate(current, change)));

    private static byte[] Mutate(byte[] bytes, (int Kind, int Place, byte Byte, byte[] Hostile) change)
    {
        var place = change.Place % (bytes.Length + 1);
        var rest = Math.Min(place + 1 + (change.Byte % 16), bytes.Length);
        return change.Kind switch
        {
            0 when place < bytes.Length => [.. bytes[..place], (byte)(bytes[place] ^ (1 << (change.Byte % 8))), .. bytes[(place + 1)..]],
            1 => [.. bytes[..place], .. bytes[rest..]],
            2 => [.. bytes[..rest], .. bytes[place..]],
            3 => bytes[..place],
            4 => WithValue(bytes, place, change.Hostile),
            _ => [.. bytes[..place], .. change.Hostile, .. bytes[place..]],
        };
    }

    /// <summary>In place of the text of the next string: often well-formed, so that more than the reader is tried.</summary>
    private static byte[] WithValue(byte[] bytes, int place, byte[] value)
    {
        var begin = bytes.AsSpan(place).IndexOf(":\""u8);
        var length = begin < 0 ? -1 : bytes.AsSpan(place + begin + 2).IndexOf((byte)'"');
        return length < 0 ? bytes : [.. bytes[..(place + begin + 1)], .. value, .. bytes[(place + begin + 3 + length)..]];
    }

    private static LtiSession? Session(Func<LtiSession> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>What a storage is given of it, or null where it is refused before.</summary>
    private static LtiSession? Stored(LtiSession session) => (LtiSession?)Stored(provider => provider.AddSessionAsync(session));

    private static object? Stored(Func<RecordingProvider, ValueTask> store)
    {
        var provider = new RecordingProvider();
        try
        {
            Assert.True(store(provider).AsTask().IsCompletedSuccessfully);
            return provider.Calls.Single().Arguments[0];
        }
        catch (ArgumentException)
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
