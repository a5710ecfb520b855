using System.Security.Cryptography;
using System.Text;
using Lti.Storage.Internal.PlatformKeySets;

namespace Lti.Storage.Abstractions.Tests.PlatformKeySets;

/// <summary>Tests which answers are key sets (rule P5).</summary>
public sealed class KeySetReaderTests
{
    private const string Rsa = """{"kty":"RSA","kid":"a","n":"AQAB","e":"AQAB"}""";

    private const string Elliptic = """{"kty":"EC","kid":"b","crv":"P-256","x":"AQAB","y":"AQAB"}""";

    /// <summary>Answers that are refused, and a part of the reason.</summary>
    public static TheoryData<string, string> Refused { get; } = new()
    {
        { "", "not JSON" },
        { "not JSON", "not JSON" },
        { "<html></html>", "not JSON" },
        { "null", "keys" },
        { "[]", "keys" },
        { "{}", "keys" },
        { "\"keys\"", "keys" },
        { Rsa, "keys" },
        { $"[{Rsa}]", "keys" },
        { """{"keys":null}""", "keys" },
        { """{"keys":{}}""", "keys" },
        { """{"Keys":[]}""", "keys" },
        { """{"keys":[]}""", "no RSA key" },
        { $$"""{"keys":[{{Elliptic}}]}""", "no RSA key" },
        { """{"keys":[{"kty":"RSA","kid":"a","n":"AQAB"}]}""", "no RSA key" },
        { """{"keys":[{"kty":"RSA","kid":"a","n":"","e":"AQAB"}]}""", "no RSA key" },
        { """{"keys":[{"kty":"RSA","kid":"a","n":"AAAA","e":"AQAB"}]}""", "no RSA key" },
        { """{"keys":[{"kty":"RSA","kid":"a","n":"not base64","e":"AQAB"}]}""", "no RSA key" },
        { """{"keys":[{"kty":"RSA","kid":"a","n":["AQAB"],"e":{"n":1}}]}""", "no RSA key" },
        { """{"keys":[{"kty":"RSA","use":"enc","kid":"a","n":"AQAB","e":"AQAB"}]}""", "no RSA key" },
        { """{"keys":[{"kty":"RSA","use":1,"kid":"a","n":"AQAB","e":"AQAB"}]}""", "no RSA key" },
        { $$"""{"keys":[{{Rsa}},null]}""", "not a JSON object" },
        { $$"""{"keys":[{{Rsa}},[]]}""", "not a JSON object" },
        { $$"""{"keys":[{{Rsa}},{}]}""", "kty" },
        { $$"""{"keys":[{{Rsa}},{"kty":7}]}""", "kty" },
        { $$"""{"keys":[{{Rsa}},{"kty":"EC","kid":7}]}""", "kid" },
        { $$"""{"keys":[{{Rsa}},{{Rsa}}]}""", "same" },
        { $$"""{"keys":[{{Rsa}}],"keys":[]}""", "repeats" },
        { """{"keys":[{"kty":"RSA","kid":"a","n":"AQAB","n":"AQAC","e":"AQAB"}]}""", "repeats" },
        { $$"""{"keys":[{{Rsa}},{"kty":"oct","kid":"c"}]}""", "oct" },
        { $$"""{"keys":[{{Rsa}},{"kty":"\u006fct"}]}""", "oct" },
        { """{"keys":[{"kty":"RSA","kid":"\ud800","n":"AQAB","e":"AQAB"}]}""", "surrogate" },
        { """{"keys":[{"kty":"RSA","\udc00":1,"n":"AQAB","e":"AQAB"}]}""", "" },
        { $$"""{"keys":[{{new string('[', 200)}}{{new string(']', 200)}}]}""", "nested" },
    };

    /// <summary>Each private member in each kind of key.</summary>
    public static MatrixTheoryData<string, string> Private { get; } = new(
        ["RSA", "EC", "OKP", "oct", "unknown"], ["d", "p", "q", "dp", "dq", "qi", "oth", "k"]);

    [Theory, MemberData(nameof(Refused))]
    public void Answer_that_is_no_key_set_is_refused_with_the_reason(string answer, string reason)
    {
        var error = Assert.Throws<LtiPlatformKeySetException>(() => KeySetReader.Read(Encoding.UTF8.GetBytes(answer)));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.True(error.IsRefusal);
        Assert.Null(error.RetryAfter);
    }

    [Theory, MemberData(nameof(Private))]
    public void Key_with_a_private_member_makes_the_whole_set_refused(string kind, string member)
    {
        foreach (var value in new[] { "\"canary\"", "null", "{}", "0" })
        {
            var answer = $$"""{"keys":[{{Rsa}},{"kty":"{{kind}}","kid":"c","{{member}}":{{value}}}]}""";

            var error = Assert.Throws<LtiPlatformKeySetException>(() => KeySetReader.Read(Encoding.UTF8.GetBytes(answer)));

            Assert.Contains($"\"{member}\"", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("canary", error.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Private_member_with_an_escaped_name_is_refused()
        => Assert.Throws<LtiPlatformKeySetException>(
            () => KeySetReader.Read("""{"keys":[{"kty":"RSA","n":"AQAB","e":"AQAB","\u0064":"canary"}]}"""u8.ToArray()));

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(-1, true)]
    public void Answer_of_1_MiB_is_read_and_one_byte_more_is_refused(int more, bool isRead)
    {
        var answer = new byte[LtiLimits.MaxPlatformKeySetBytes + more];
        answer.AsSpan().Fill((byte)' ');
        Encoding.UTF8.GetBytes($$"""{"keys":[{{Rsa}}]}""").CopyTo(answer, 0);

        Assert.Equal(isRead, Record.Exception(() => KeySetReader.Read(answer)) is null);
    }

    /// <summary>A platform may send a set that costs much to read. Each id must be looked up and not searched for.</summary>
    [Fact]
    public void Every_id_of_a_set_with_very_many_keys_is_known()
    {
        string[] ids = [.. Enumerable.Range(0, 30_000).Select(static number => $"{number}")];
        var answer = $$"""{"keys":[{{Rsa}},{{string.Join(',', ids.Select(static id => $$"""{"kty":"x","kid":"{{id}}"}"""))}}]}""";

        Assert.Equal(ids, Read(answer).KeyIds.Skip(1), StringComparer.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_not_UTF_8_are_refused()
    {
        byte[] answer = [.. Encoding.UTF8.GetBytes("""{"keys":[{"kty":"RSA","kid":"a"""), 0xFF, .. Encoding.UTF8.GetBytes("\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}")];

        Assert.Contains("UTF-8", Assert.Throws<LtiPlatformKeySetException>(() => KeySetReader.Read(answer)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Byte_order_mark_is_left_out()
    {
        byte[] answer = [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes($$"""{"keys":[{{Rsa}}]}""")];

        Assert.Equal($$"""{"keys":[{{Rsa}}]}""", Encoding.UTF8.GetString(KeySetReader.Read(answer).Utf8.Span));
    }

    [Fact]
    public void Set_of_several_kinds_has_its_RSA_keys_and_all_ids()
    {
        var set = Read($$"""{"keys":[{{Elliptic}},{"kty":"unknown","kid":"c"},{{Rsa}},{"kty":"EC","kid":"a"},{"kty":"RSA","n":"AQAB","e":"AQAB"},{"kty":"RSA","use":"enc","kid":"e","n":"AQAB","e":"AQAB"},{"kty":"RSA","kid":null,"n":"AQAB","e":"AQAB"},{"kty":"RSA","kid":"u\u0000","n":"AAEAAQ","e":"AQAB","x5c":[{"d":[]}]}],"d":1}""");

        Assert.Equal(["b", "c", "a", "e", "u\0"], set.KeyIds);
        Assert.All(set.KeyIds, id => Assert.True(set.Contains(id)));
        Assert.Equal(["a", "u\0"], set.KeyIds.Where(id => set.TryGetRsa(id, out _)), StringComparer.Ordinal);
        Assert.False(set.Contains("A"));
        Assert.True(set.TryGetRsa("u\0", out var key));
        Assert.Equal([1, 0, 1], key.Modulus!);
    }

    [Fact]
    public void Set_is_not_changed_through_its_answer_or_a_returned_key()
    {
        var answer = Encoding.UTF8.GetBytes($$"""{"keys":[{{Rsa}}]}""");
        var set = new PlatformKeySet("https://lms.example.edu/jwks", KeySetReader.Read(answer), default, isStale: false);
        answer.AsSpan().Clear();
        Assert.True(set.TryGetRsa("a", out var key));
        key.Modulus![0] = 9;

        Assert.Equal((byte)'{', set.Utf8.Span[0]);
        Assert.True(set.TryGetRsa("a", out var again));
        Assert.Equal(1, again.Modulus![0]);
        Assert.Throws<NotSupportedException>(() => ((IList<string>)set.KeyIds)[0] = "b");
    }

    [Fact]
    public void Published_key_verifies_what_its_owner_signed()
    {
        using var owner = RSA.Create(2048);
        var published = owner.ExportParameters(includePrivateParameters: false);
        var set = Read($$"""{"keys":[{"kty":"RSA","kid":"a","n":"{{Url(published.Modulus!)}}","e":"{{Url(published.Exponent!)}}"}]}""");
        var signature = owner.SignData("data"u8, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        Assert.True(set.TryGetRsa("a", out var key));
        using var reader = RSA.Create(key);
        Assert.True(reader.VerifyData("data"u8, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        static string Url(byte[] number) => System.Buffers.Text.Base64Url.EncodeToString(number);
    }

    private static PlatformKeySet Read(string json)
        => new("https://lms.example.edu/jwks", KeySetReader.Read(Encoding.UTF8.GetBytes(json)), default, isStale: false);
}
