using System.Buffers.Text;
using Lti.Storage.Abstractions.Tests.Samples;

namespace Lti.Storage.Abstractions.Tests.Nonces;

/// <summary>Tests the random values that the library creates.</summary>
public sealed class RandomValueTests
{
    [Fact]
    public void Nonce_is_32_random_bytes_as_base64url()
    {
        var nonces = Enumerable.Range(0, 1000).Select(_ => LtiNonce.Create()).ToList();

        Assert.All(nonces, nonce => Assert.Equal((43, 32), (nonce.Length, Base64Url.DecodeFromChars(nonce).Length)));
        AssertRandom(nonces.ConvertAll(nonce => Base64Url.DecodeFromChars(nonce)), fixedBits: 0);
    }

    [Fact]
    public void State_and_nonce_of_a_login_are_32_random_bytes_each_as_base64url()
    {
        var logins = Enumerable.Range(0, 1000).Select(_ => LtiLogin.Create("issuer", "client")).ToList();
        foreach (var texts in new[] { logins.ConvertAll(login => login.State), logins.ConvertAll(login => login.Nonce) })
        {
            Assert.All(texts, text => Assert.Equal(43, text.Length));
            AssertRandom(texts.ConvertAll(text => Base64Url.DecodeFromChars(text)), fixedBits: 0);
        }

        Assert.Equal(2000, logins.SelectMany(login => new[] { login.State, login.Nonce }).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Id_of_a_session_is_a_random_version_4_UUID()
        => AssertRandomIds(() => Launch.Session().Id);

    [Fact]
    public void Id_of_a_registration_session_is_a_random_version_4_UUID()
        => AssertRandomIds(() => LtiRegistrationSession.Create(Launch.Json("{}"), "token").Id);

    [Fact]
    public void Registration_session_with_a_random_id_has_the_given_content()
    {
        var session = LtiRegistrationSession.Create(Launch.Json("""{"issuer":"i"}"""), "token", Launch.Json("7"));

        Assert.Equal(LtiRegistrationSession.Create(session.Id, Launch.Json("""{"issuer":"i"}"""), "token", Launch.Json("7")), session);
        Assert.Equal(7, session.AppState!.Value.GetInt32());
    }

    private static void AssertRandomIds(Func<Guid> create)
    {
        var ids = Enumerable.Range(0, 1000).Select(_ => create()).ToList();

        Assert.All(ids, id => Assert.Equal(4, id.Version));
        AssertRandom(ids.ConvertAll(id => id.ToByteArray(bigEndian: true)), fixedBits: 6);
    }

    /// <summary>Asserts that values are distinct and that every bit but the fixed ones has both states.</summary>
    private static void AssertRandom(List<byte[]> values, int fixedBits)
    {
        var bits = values[0].Length * 8;
        var changing = Enumerable.Range(0, bits).Count(bit => values.Select(value => (value[bit / 8] >> (bit % 8)) & 1).Distinct().Count() == 2);

        Assert.Equal(bits - fixedBits, changing);
        Assert.Equal(values.Count, values.Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count());
    }
}
