using Npgsql;

namespace Lti.Storage.PostgreSql.Tests.Connections;

/// <summary>Checks that a URI verifies the server at least as strictly as libpq would.</summary>
public sealed class UriTlsTests
{
    [Theory]
    [InlineData("", SslMode.Prefer)]
    [InlineData("sslmode=disable", SslMode.Disable)]
    [InlineData("sslmode=allow", SslMode.Allow)]
    [InlineData("sslmode=prefer", SslMode.Prefer)]
    [InlineData("sslmode=require", SslMode.Require)]
    [InlineData("sslmode=verify-full", SslMode.VerifyFull)]
    public void Mode_without_a_root_certificate_is_the_Npgsql_mode(string query, SslMode mode)
    {
        var read = Given.Uri("h?" + query);

        Assert.Equal((mode, null), (read.SslMode, read.RootCertificate));
    }

    [Theory]
    [InlineData("require", SslMode.VerifyCA)]
    [InlineData("verify-ca", SslMode.VerifyCA)]
    [InlineData("verify-full", SslMode.VerifyFull)]
    public void Root_certificate_is_verified_even_with_require(string mode, SslMode expected)
    {
        var read = Given.Uri($"h?sslrootcert=/ca.pem&sslmode={mode}");

        Assert.Equal((expected, "/ca.pem"), (read.SslMode, read.RootCertificate));
    }

    [Fact]
    public void System_authorities_mean_verify_full()
    {
        foreach (var query in new[] { "sslrootcert=system", "sslrootcert=system&sslmode=verify-full" })
        {
            var read = Given.Uri("h?" + query);
            Assert.Equal((SslMode.VerifyFull, null), (read.SslMode, read.RootCertificate));
        }
    }

    [Fact]
    public void Root_certificate_in_the_environment_makes_require_verify()
    {
        Assert.Equal(SslMode.VerifyCA, Given.Uri("h?sslmode=require", ("PGSSLROOTCERT", "/ca.pem")).SslMode);
        Assert.Equal(SslMode.VerifyCA, Given.Uri("h?sslmode=verify-ca", ("PGSSLROOTCERT", "/ca.pem")).SslMode);
    }

    [Fact]
    public void Root_certificate_in_the_users_folder_makes_require_verify()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The folder has another name on Windows.");
        var home = Directory.CreateTempSubdirectory();
        try
        {
            Assert.Equal(SslMode.Require, Given.Uri("h?sslmode=require", ("HOME", home.FullName)).SslMode);
            Directory.CreateDirectory(Path.Combine(home.FullName, ".postgresql"));
            File.WriteAllText(Path.Combine(home.FullName, ".postgresql", "root.crt"), "");
            Assert.Equal(SslMode.VerifyCA, Given.Uri("h?sslmode=require", ("HOME", home.FullName)).SslMode);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    [Fact]
    public void Environment_defaults_apply_when_the_URI_is_silent()
    {
        Assert.Equal(SslMode.VerifyFull, Given.Uri("h", ("PGSSLMODE", "verify-full")).SslMode);
        Assert.Equal(SslMode.Require, Given.Uri("h?sslmode=require", ("PGSSLMODE", "verify-full")).SslMode);
        Assert.Equal(ChannelBinding.Require, Given.Uri("h", ("PGCHANNELBINDING", "require")).ChannelBinding);
        Assert.Equal(SslMode.Prefer, Given.Uri("h", ("PGSSLMODE", "")).SslMode);
    }

    [Theory]
    [InlineData("sslrootcert=/ca.pem")]
    [InlineData("sslrootcert=/ca.pem&sslmode=prefer")]
    [InlineData("sslrootcert=/ca.pem&sslmode=allow")]
    [InlineData("sslrootcert=system&sslmode=require")]
    [InlineData("sslrootcert=system&sslmode=verify-ca")]
    [InlineData("sslrootcert=system&sslmode=prefer")]
    [InlineData("sslmode=verify-ca")]
    [InlineData("sslmode=Require")]
    [InlineData("sslmode=")]
    [InlineData("sslmode=no-verify")]
    [InlineData("ssl=false")]
    [InlineData("ssl=true")]
    [InlineData("sslnegotiation=direct&sslmode=require")]
    public void Setting_that_verifies_less_than_it_seems_to_is_refused(string query)
        => Assert.Contains("ssl", Given.Refusal("postgresql://h?" + query).Message, StringComparison.Ordinal);

    [Fact]
    public void Environment_value_that_Npgsql_cannot_read_is_refused()
    {
        Assert.Contains("PGSSLROOTCERT", Given.Refusal("postgresql://h", ("PGSSLROOTCERT", "system")).Message, StringComparison.Ordinal);
        Assert.Contains("PGSSLMODE", Given.Refusal("postgresql://h", ("PGSSLMODE", "on")).Message, StringComparison.Ordinal);
    }
}
