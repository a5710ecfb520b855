using CsCheck;
using Microsoft.Extensions.Options;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Checks that any connection text gives a storage or the documented error.</summary>
/// <remarks><see cref="SecretFuzzTests"/> checks that no error shows a password. A failure prints the seed that reproduces it.</remarks>
public sealed class FuzzTests
{
    /// <summary>The number of texts. <c>CsCheck_Iter</c> raises it.</summary>
    private static readonly long _budget = Math.Max(TestRun.IsFull ? 10_000 : 2_000, Check.Iter);

    private static readonly Gen<string> _piece = Gen.OneOf(
        Gen.OneOf(
            "@", ":", "/", "?", "&", "=", "%", "%2", "%00", "%80", "%ED%A0%80", "%C0%AF", "%2F", "%zz", "#", ",", "[", "]", "[::1]", "[::1", ";", "'", "\"", " ", "+", "\\",
            "host", "localhost", "/tmp", "5432", "65536", "-1", "99999999999999999999", "user", "password", "dbname", "port", "hostaddr", "sslmode", "require", "verify-full",
            "disable", "sslrootcert", "system", "connect_timeout", "target_session_attrs", "any", "primary", "read-only", "options", "-c a=b", "require_auth", "none", "scram-sha-256",
            "application_name", "channel_binding", "keepalives", "Host=", "Port=", "Username=", "SSL Mode=", "\u0000", "\ud800", "😀", "ı", "\r\n"),
        Gen.String[0, 8],
        Gen.Char['!', '~'].Select(character => $"{character}"));

    [Theory]
    [InlineData("Host=h1]h2:5433]hunter:5433;Target Session Attributes=primary")]
    [InlineData("Host=h1]h2:99999999999999999999]hunter:5433;Target Session Attributes=primary")]
    [InlineData("Host=h;Port=99999999999999999999;Password=hunter")]
    public void Text_that_a_generated_test_found_gives_the_documented_error(string text)
    {
        var refusal = Assert.Throws<OptionsValidationException>(() => new PostgreSqlLtiStorage(text));

        Assert.Null(refusal.InnerException);
        Assert.DoesNotContain("hunter", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public Task Any_text_gives_a_storage_or_the_documented_error()
        => Gen.Select(Gen.OneOf("postgresql://", "postgres://", "POSTGRES://", "postgresql:", "Host=h;", ""), _piece.Array[0, 14]).SampleAsync(
            async (scheme, pieces) =>
            {
                try
                {
                    await using var storage = new PostgreSqlLtiStorage(scheme + string.Concat(pieces));
                }
                catch (OptionsValidationException)
                {
                }
            },
            iter: _budget,
            threads: 1);
}
